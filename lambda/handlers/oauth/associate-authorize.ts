import { associateAuthorize } from '../../../lib/contract/oauth.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { errorUrls, oauthBeginnings } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { ATTEMPT_LIFETIME, attemptCookies, clientOf, errorPageIn } from '../../http/oauth.ts';
import { beginOAuth } from '../../users/oauth/begin-oauth.ts';

/**
 * Its row asks for the origin: a site that had signed the browser in at the provider would otherwise add
 * its account to the user's.
 */
export async function make(rt: Runtime) {
  const beginnings = oauthBeginnings(rt, associateAuthorize, ATTEMPT_LIFETIME);
  return signedInAction(
    rt,
    associateAuthorize,
    { errorPage: errorPageIn(errorUrls(rt)) },
    async ({ event, caller }) => {
      const [name, deps] = clientOf(event, beginnings);
      return attemptCookies.begin(event, name, await beginOAuth(deps, { userId: caller.user.id }));
    },
  );
}
