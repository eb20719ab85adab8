import { deleteMySessions } from '../../../lib/contract/sessions.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { revokeSessions } from '../../users/sessions/delete-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  return signedInAction(rt, deleteMySessions, {}, async ({ caller: profile, claims: survivor }) => {
    await revokeSessions(deps, { profile, survivor });
    return { statusCode: 204 };
  });
}
