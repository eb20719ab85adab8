import { environment, oauthAttempts, oauthProvider, randomness } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../http/oauth.ts';
import { beginOAuth } from '../users/begin-oauth.ts';

const cookie = attemptCookie(environment.oauthClient());
const deps = { provider: oauthProvider(), attempts: oauthAttempts(ATTEMPT_LIFETIME), randomness };

export const handler = publicHandler('oauth-authorize', {}, async ({ event }) =>
  cookie.begin(event, await beginOAuth(deps)),
);
