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
import { assertSameOrigin } from '../http/authentication.ts';
import { publicHandler } from '../http/handler.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import type { Call } from '../http/request.ts';
import { UsersError } from '../users/errors.ts';
import { refresh } from '../users/refresh.ts';

const schema = z.object({ refresh_token: z.string() });
const { name: backend, transport, strategy } = ownBackend();
const { challenge } = transport;
const allowedOrigins = environment.allowedOrigins();
const deps = {
  ...ownRefresh(),
  store: userStore(),
  sessions: sessionStore(),
  model: await userModel(),
  requireVerification: environment.requireVerification(),
  clock,
  ids,
};

function admit(event: Call): void {
  event.logged = { backend, ip: event.requestContext.http.sourceIp };
  if (transport.ambient) assertSameOrigin(event, allowedOrigins);
}

export const handler = publicHandler(
  'refresh',
  { admit, challenge, ...(!transport.ambient && { body: { schema } }) },
  async ({ event, input }) => {
    const token = transport.readRefreshToken(event, input);
    if (token === undefined) throw new UsersError('UNAUTHORIZED');
    const { sourceIp: ip, userAgent } = event.requestContext.http;
    const origin = { backend, ip, user_agent: userAgent };
    const { userId, ...issued } = await refresh(deps, { token, origin });
    event.logged = { ...event.logged, user_id: userId };
    // An access token ends with its session at the latest.
    const lifetime = Math.min(strategy.lifetime, issued.refresh.lifetime);
    return transport.respond(issued, lifetime, publicBasePath('refresh', event));
  },
);
