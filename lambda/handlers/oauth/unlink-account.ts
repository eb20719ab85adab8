import { unlinkAccount as row } from '../../../lib/contract/linked-accounts.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { linkedAccountStore } from '../../composition/stores/linked-account-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { accountIn } from '../../http/path.ts';
import { unlinkAccount } from '../../users/oauth/unlink-account.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { store: userStore(rt), accounts: linkedAccountStore(rt), ...{ clock, ids } };
  const options = { freshProof: currentPassword(rt) };
  return superuserAction(rt, row, options, async ({ event, target: profile, actor }) => {
    await unlinkAccount(deps, { profile, ...accountIn(event), actor });
    return { statusCode: 204 };
  });
}
