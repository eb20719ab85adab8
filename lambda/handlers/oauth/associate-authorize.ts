import { associateAuthorize, oauthClient } from '../../../lib/contract/oauth.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { oauthAttempts, oauthProvider } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../../http/oauth.ts';
import { beginOAuth } from '../../users/oauth/begin-oauth.ts';

/**
 * Its row asks for the origin: a site that had signed the browser in at the provider would otherwise add
 * its account to the user's.
 */
export async function make(rt: Runtime) {
  const cookie = attemptCookie(rt.get(oauthClient));
  const deps = {
    provider: oauthProvider(rt),
    attempts: oauthAttempts(rt, ATTEMPT_LIFETIME),
    randomness: rt.randomness,
  };
  return signedInAction(rt, associateAuthorize, {}, async ({ event, caller }) =>
    cookie.begin(event, await beginOAuth(deps, { userId: caller.user.id })),
  );
}
