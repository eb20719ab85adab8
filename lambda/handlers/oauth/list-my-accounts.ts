import { listMyAccounts } from '../../../lib/contract/linked-accounts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { linkedAccountStore } from '../../composition/stores/linked-account-store.ts';
import { listAccounts } from '../../users/oauth/list-accounts.ts';

export async function make(rt: Runtime) {
  const deps = { accounts: linkedAccountStore(rt) };
  return signedInAction(rt, listMyAccounts, {}, async ({ caller: profile }) => ({
    statusCode: 200,
    body: await listAccounts(deps, { profile }),
  }));
}
