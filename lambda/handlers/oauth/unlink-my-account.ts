import { unlinkMyAccount as row } from '../../../lib/contract/linked-accounts.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { linkedAccountStore } from '../../composition/stores/linked-account-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { accountIn } from '../../http/path.ts';
import { unlinkMyAccount } from '../../users/oauth/unlink-my-account.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { store: userStore(rt), accounts: linkedAccountStore(rt), ...{ clock, ids } };
  const options = { freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ event, caller: profile }) => {
    await unlinkMyAccount(deps, { profile, ...accountIn(event) });
    return { statusCode: 204 };
  });
}
