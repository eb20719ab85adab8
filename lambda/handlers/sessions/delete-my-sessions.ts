import { deleteMySessions as row } from '../../../lib/contract/sessions.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { deleteMySessions } from '../../users/sessions/delete-my-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  return signedInAction(rt, row, {}, async ({ caller: profile, claims: survivor }) => {
    await deleteMySessions(deps, { profile, survivor });
    return { statusCode: 204 };
  });
}
