import { unlinkAccount as row } from '../../../lib/contract/linked-accounts.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { linkedAccountStore, userStore } from '../../composition/stores.ts';
import { accountIn } from '../../http/path.ts';
import { unlinkAccount } from '../../users/oauth/unlink-account.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { store: userStore(rt), accounts: linkedAccountStore(rt), ...{ clock, ids } };
  const options = { freshProof: freshProof(rt) };
  return superuserAction(rt, row, options, async ({ event, target: profile, actor }) => {
    await unlinkAccount(deps, { profile, ...accountIn(event), actor });
    return { statusCode: 204 };
  });
}
