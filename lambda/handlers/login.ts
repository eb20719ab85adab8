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
import { admitTo, originOf } from '../http/authentication.ts';
import { publicHandler } from '../http/handler.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import { password } from '../http/validation.ts';
import { login } from '../users/login.ts';

const schema = z.object({ username: z.string(), password });
const own = ownBackend();
const { name: backend, transport, strategy } = own;
const admit = admitTo(own, environment.allowedOrigins());
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

export const handler = publicHandler(
  'login',
  { body: { schema, forms: true }, admit, counts },
  async ({ event, input }) => {
    const origin = originOf(event, backend);
    const { userId, ...issued } = await login(deps, { ...input, origin });
    event.logged = { ...event.logged, user_id: userId };
    return transport.respond(issued, strategy.lifetime, publicBasePath('login', event));
  },
);
