import { deleteUser as row } from '../../../lib/contract/administration.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { deleteMe } from '../../users/accounts/delete-me.ts';
import { deleteUser } from '../../users/administration/delete-user.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt), model: await userModel(rt, row), clock: rt.clock };
  return superuserAction(
    rt,
    row,
    { freshProof: currentPassword(rt) },
    async ({ target: profile, themselves, actor, backend }) => {
      if (!themselves) {
        await deleteUser(deps, { profile, actor });
        return { statusCode: 204 };
      }
      await deleteMe(deps, { profile });
      return backend.transport.clear();
    },
  );
}
