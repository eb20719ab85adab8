import { deleteMe as row } from '../../../lib/contract/accounts.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { deleteMe } from '../../users/accounts/delete-me.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt), model: await userModel(rt, row), clock: rt.clock };
  return signedInAction(
    rt,
    row,
    { freshProof: currentPassword(rt) },
    async ({ caller: profile, backend }) => {
      await deleteMe(deps, { profile });
      return backend.transport.clear();
    },
  );
}
