import { oauthAuthorize } from '../../../lib/contract/oauth.ts';
import { publicAction } from '../../actions/public.ts';
import { errorUrls, oauthBeginnings } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { ATTEMPT_LIFETIME, attemptCookies, clientOf, errorPageIn } from '../../http/oauth.ts';
import { beginOAuth } from '../../users/oauth/begin-oauth.ts';

export async function make(rt: Runtime) {
  const beginnings = oauthBeginnings(rt, oauthAuthorize, ATTEMPT_LIFETIME);
  return publicAction(
    rt,
    oauthAuthorize,
    { errorPage: errorPageIn(errorUrls(rt)) },
    async ({ event }) => {
      const [name, deps] = clientOf(event, beginnings);
      return attemptCookies.begin(event, name, await beginOAuth(deps));
    },
  );
}
