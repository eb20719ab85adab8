import { deleteUser as row } from '../../../lib/contract/administration.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { deleteMe } from '../../users/accounts/delete-me.ts';
import { deleteUser } from '../../users/administration/delete-user.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt), model: await userModel(rt, row), clock: rt.clock };
  return superuserAction(
    rt,
    row,
    { freshProof: freshProof(rt) },
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
