import { oauthClient, associateCallback as row } from '../../../lib/contract/oauth.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import { oauthAttempts, oauthProvider } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { oauthAccountStore, usedAttempts } from '../../composition/stores.ts';
import { ATTEMPT_LIFETIME, attemptCookies } from '../../http/oauth.ts';
import { publicUser } from '../../users/model/user-model.ts';
import { associateCallback } from '../../users/oauth/associate-callback.ts';
import { finishOAuth } from '../../users/oauth/finish-oauth.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const served = rt.get(oauthClient);
  const { name: client, errorUrl } = served;
  const model = await userModel(rt, row);
  const errorPage = () => errorUrl;
  const deps = {
    provider: oauthProvider(rt, row, served),
    attempts: oauthAttempts(rt, row, served, ATTEMPT_LIFETIME),
    accounts: oauthAccountStore(rt),
    usedAttempts: usedAttempts(rt),
    ...{ clock, ids },
  };
  return signedInAction(rt, row, { errorPage }, async ({ event, caller: profile }) => {
    event.logged = { ...event.logged, client };
    const { user } = profile;
    const { subject } = await finishOAuth(deps, {
      client,
      ...attemptCookies.take(event, client),
      userId: user.id,
    });
    await associateCallback(deps, { profile, account: { client, subject } });
    return { statusCode: 200, body: publicUser(model, user) };
  });
}
