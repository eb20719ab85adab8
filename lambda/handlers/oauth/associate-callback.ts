import { oauthClient, associateCallback as row } from '../../../lib/contract/oauth.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import { linkingClient, oauthAttempts, oauthProvider } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { oauthAccountStore } from '../../composition/stores/oauth-account-store.ts';
import { usedAttempts } from '../../composition/stores/used-attempts.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { ATTEMPT_LIFETIME, attemptCookies } from '../../http/oauth.ts';
import { publicUser } from '../../users/model/user-model.ts';
import { accountOf } from '../../users/oauth/account-link.ts';
import { associateCallback } from '../../users/oauth/associate-callback.ts';
import { finishOAuth } from '../../users/oauth/finish-oauth.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const served = rt.get(oauthClient);
  const client = linkingClient(served);
  const { errorUrl } = served;
  const model = await userModel(rt, row);
  const errorPage = () => errorUrl;
  const deps = {
    provider: oauthProvider(rt, row, served),
    attempts: oauthAttempts(rt, row, served, ATTEMPT_LIFETIME),
    accounts: oauthAccountStore(rt),
    store: userStore(rt),
    usedAttempts: usedAttempts(rt),
    ...{ clock, ids },
  };
  return signedInAction(rt, row, { errorPage }, async ({ event, caller: profile }) => {
    event.logged = { ...event.logged, client: client.name };
    const { user } = profile;
    const identity = await finishOAuth(deps, {
      client: client.name,
      ...attemptCookies.take(event, client.name),
      userId: user.id,
    });
    const account = accountOf(client, identity);
    const { acceptsEarlier } = client;
    await associateCallback(deps, { profile, account, acceptsEarlier });
    return { statusCode: 200, body: publicUser(model, user) };
  });
}
