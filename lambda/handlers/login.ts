import * as z from 'zod/mini';
import {
  clock,
  environment,
  ids,
  ownBackend,
  passwordHash,
  sessionStore,
  userModel,
  userStore,
} from '../composition.ts';
import { assertSameOrigin } from '../http/authentication.ts';
import { publicHandler } from '../http/handler.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import type { Call } from '../http/request.ts';
import { password } from '../http/validation.ts';
import { login } from '../users/login.ts';

const schema = z.object({ username: z.string(), password });
const { name: backend, transport, strategy } = ownBackend();
const allowedOrigins = environment.allowedOrigins();
const loginEvents = environment.loginEvents();
const deps = {
  store: userStore(),
  sessions: sessionStore(),
  hash: passwordHash(),
  model: await userModel(),
  clock,
  ids,
  loginEvents,
  maxSessions: environment.maxSessionsPerUser(),
  issue: strategy.issue,
  requireVerification: environment.requireVerification(),
};

const counts = {
  succeeded: 'Logins',
  refused: 'FailedLogins',
  tableName: environment.tableName(),
  backend,
  clock,
} as const;

/** Signing a browser in to another's account is an attack too. */
function admit(event: Call): void {
  event.logged = { backend, ip: event.requestContext.http.sourceIp };
  if (transport.ambient) assertSameOrigin(event, allowedOrigins);
}

export const handler = publicHandler(
  'login',
  { body: { schema, forms: true }, admit, counts },
  async ({ event, input }) => {
    const { sourceIp: ip, userAgent } = event.requestContext.http;
    const origin = { backend, ip, user_agent: userAgent };
    const { userId, ...issued } = await login(deps, { ...input, origin });
    event.logged = { ...event.logged, user_id: userId };
    return transport.respond(issued, strategy.lifetime, publicBasePath('login', event));
  },
);
