import { unlinkMyAccount as row } from '../../../lib/contract/linked-accounts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { linkedAccountStore, userStore } from '../../composition/stores.ts';
import { accountIn } from '../../http/path.ts';
import { unlinkMyAccount } from '../../users/oauth/unlink-my-account.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { store: userStore(rt), accounts: linkedAccountStore(rt), ...{ clock, ids } };
  const options = { freshProof: freshProof(rt) };
  return signedInAction(rt, row, options, async ({ event, caller: profile }) => {
    await unlinkMyAccount(deps, { profile, ...accountIn(event) });
    return { statusCode: 204 };
  });
}
