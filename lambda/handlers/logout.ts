import { clock, environment, ownBackend, sessionStore } from '../composition.ts';
import { credentialHandler } from '../http/handler.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import { logout } from '../users/logout.ts';

const backend = ownBackend();
const allowedOrigins = environment.allowedOrigins();
const deps = { sessions: sessionStore(), clock };

export const handler = credentialHandler(
  'logout',
  { backend, allowedOrigins },
  async ({ event, claims }) => {
    await logout(deps, { claims });
    return backend.transport.clear(publicBasePath('logout', event));
  },
);
