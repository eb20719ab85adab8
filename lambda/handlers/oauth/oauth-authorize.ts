import { oauthAuthorize, oauthClient } from '../../../lib/contract/oauth.ts';
import { publicAction } from '../../actions/public.ts';
import { oauthAttempts, oauthProvider } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../../http/oauth.ts';
import { beginOAuth } from '../../users/oauth/begin-oauth.ts';

export async function make(rt: Runtime) {
  const cookie = attemptCookie(rt.get(oauthClient));
  const deps = {
    provider: oauthProvider(rt),
    attempts: oauthAttempts(rt, ATTEMPT_LIFETIME),
    randomness: rt.randomness,
  };
  return publicAction(rt, oauthAuthorize, {}, async ({ event }) =>
    cookie.begin(event, await beginOAuth(deps)),
  );
}
