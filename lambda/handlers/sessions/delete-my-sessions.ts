import { deleteMySessions as row } from '../../../lib/contract/sessions.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { deleteMySessions } from '../../users/sessions/delete-my-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  const options = { freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ caller: profile, claims: survivor }) => {
    await deleteMySessions(deps, { profile, survivor });
    return { statusCode: 204 };
  });
}
