import { deleteMfa as row } from '../../../lib/contract/factor-routes.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { factorStore } from '../../composition/stores/factor-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { UsersError } from '../../users/errors.ts';
import { deleteMfa } from '../../users/factors/delete-mfa.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { store: userStore(rt), factors: factorStore(rt), ...{ clock, ids } };
  const options = { freshProof: currentPassword(rt) };
  return superuserAction(rt, row, options, async ({ target: profile, themselves, actor }) => {
    // Their own takes a code: otherwise a session and a password would be enough to remove it.
    if (themselves) throw new UsersError('FORBIDDEN');
    await deleteMfa(deps, { profile, actor });
    return { statusCode: 204 };
  });
}
