import * as z from 'zod/mini';
import {
  clock,
  environment,
  ids,
  ownBackend,
  ownRefresh,
  sessionStore,
  userModel,
  userStore,
} from '../composition.ts';
import { admitTo, originOf } from '../http/authentication.ts';
import { publicHandler } from '../http/handler.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import { UsersError } from '../users/errors.ts';
import { refresh } from '../users/refresh.ts';

const schema = z.object({ refresh_token: z.string() });
const own = ownBackend();
const { name: backend, transport, strategy } = own;
const { challenge } = transport;
const admit = admitTo(own, environment.allowedOrigins());
const deps = {
  ...ownRefresh(),
  store: userStore(),
  sessions: sessionStore(),
  model: await userModel(),
  requireVerification: environment.requireVerification(),
  clock,
  ids,
};

export const handler = publicHandler(
  'refresh',
  { admit, challenge, ...(!transport.ambient && { body: { schema } }) },
  async ({ event, input }) => {
    const token = transport.readRefreshToken(event, input);
    if (token === undefined) throw new UsersError('UNAUTHORIZED');
    const origin = originOf(event, backend);
    const { userId, ...issued } = await refresh(deps, { token, origin });
    event.logged = { ...event.logged, user_id: userId };
    // An access token ends with its session at the latest.
    const lifetime = Math.min(strategy.lifetime, issued.refresh.lifetime);
    return transport.respond(issued, lifetime, publicBasePath('refresh', event));
  },
);
