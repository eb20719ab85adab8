import { deleteSessions as row } from '../../../lib/contract/sessions.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { deleteMySessions } from '../../users/sessions/delete-my-sessions.ts';
import { deleteSessions } from '../../users/sessions/delete-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  const options = { freshProof: currentPassword(rt) };
  return superuserAction(rt, row, options, async ({ target: profile, themselves, claims }) => {
    if (themselves) await deleteMySessions(deps, { profile, survivor: claims });
    else await deleteSessions(deps, { profile });
    return { statusCode: 204 };
  });
}
