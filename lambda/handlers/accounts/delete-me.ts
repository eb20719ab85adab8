import { deleteMe as row } from '../../../lib/contract/accounts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { deleteMe } from '../../users/accounts/delete-me.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt), model: await userModel(rt, row), clock: rt.clock };
  return signedInAction(
    rt,
    row,
    { freshProof: freshProof(rt) },
    async ({ caller: profile, backend }) => {
      await deleteMe(deps, { profile });
      return backend.transport.clear();
    },
  );
}
