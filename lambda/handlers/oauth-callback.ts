import {
  clock,
  environment,
  ids,
  oauthAccountStore,
  oauthAttempts,
  oauthProvider,
  ownBackend,
  sessionStore,
  userModel,
  userStore,
} from '../composition.ts';
import { originOf } from '../http/authentication.ts';
import { publicHandler } from '../http/handler.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../http/oauth.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import { finishOAuth } from '../users/finish-oauth.ts';
import { oauthLogin } from '../users/oauth-login.ts';

const settings = environment.oauthClient();
const { name: client, successUrl } = settings;
const cookie = attemptCookie(settings);
const { name: backend, transport, strategy } = ownBackend();
const deps = {
  provider: oauthProvider(),
  attempts: oauthAttempts(ATTEMPT_LIFETIME),
  store: userStore(),
  sessions: sessionStore(),
  accounts: oauthAccountStore(),
  model: await userModel(),
  clock,
  ids,
  loginEvents: environment.loginEvents(),
  requireVerification: environment.requireVerification(),
  maxSessions: environment.maxSessionsPerUser(),
  issue: strategy.issue,
};
const counts = {
  succeeded: 'Logins',
  tableName: environment.tableName(),
  backend,
  clock,
} as const;

export const handler = publicHandler('oauth-callback', { counts }, async ({ event }) => {
  const origin = originOf(event, backend);
  event.logged = { backend, client, ip: origin.ip };
  const identity = await finishOAuth(deps, cookie.take(event));
  const { userId, ...issued } = await oauthLogin(deps, { client, identity, origin });
  event.logged = { ...event.logged, user_id: userId };
  const reply = transport.respond(
    issued,
    strategy.lifetime,
    publicBasePath('oauth-callback', event),
  );
  return successUrl === undefined
    ? reply
    : { ...reply, statusCode: 303, headers: { location: successUrl } };
});
