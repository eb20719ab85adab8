import {
  authentication,
  environment,
  oauthAttempts,
  oauthProvider,
  randomness,
} from '../composition.ts';
import { assertSameOrigin } from '../http/authentication.ts';
import { signedInHandler } from '../http/handler.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../http/oauth.ts';
import { beginOAuth } from '../users/begin-oauth.ts';

const cookie = attemptCookie(environment.oauthClient());
const allowedOrigins = environment.allowedOrigins();
const deps = { provider: oauthProvider(), attempts: oauthAttempts(ATTEMPT_LIFETIME), randomness };

export const handler = signedInHandler(
  'associate-authorize',
  {
    ...authentication(),
    requireVerification: environment.requireVerification(),
  },
  async ({ event, signedIn: { caller, backend } }) => {
    // A site that had signed the browser in at the provider would else add its account to the user's.
    if (backend.transport.ambient) assertSameOrigin(event, allowedOrigins);
    return cookie.begin(event, await beginOAuth(deps, { userId: caller.user.id }));
  },
);
