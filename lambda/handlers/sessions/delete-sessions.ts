import { deleteSessions as row } from '../../../lib/contract/sessions.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { deleteSessions } from '../../users/sessions/delete-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  return superuserAction(rt, row, {}, async ({ target: profile }) => {
    await deleteSessions(deps, { profile });
    return { statusCode: 204 };
  });
}
