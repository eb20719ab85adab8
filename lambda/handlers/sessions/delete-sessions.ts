import { deleteSessions } from '../../../lib/contract/sessions.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { revokeSessions } from '../../users/sessions/delete-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  return superuserAction(rt, deleteSessions, {}, async ({ target: profile }) => {
    await revokeSessions(deps, { profile });
    return { statusCode: 204 };
  });
}
