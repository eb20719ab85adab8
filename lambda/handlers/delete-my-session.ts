import { authentication, environment } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { sessionIdOf } from '../http/path.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import { endSession } from '../users/end-session.ts';

const deps = {
  ...authentication(),
  allowedOrigins: environment.allowedOrigins(),
};

export const handler = signedInHandler('delete-my-session', deps, async ({ event, signedIn }) => {
  const { claims, backend } = signedIn;
  const sessionId = sessionIdOf(event, 'id');
  await endSession(deps, { userId: claims.userId, sessionId });
  // To end the present one is to log out.
  return sessionId === claims.sessionId
    ? backend.transport.clear(publicBasePath('delete-my-session', event))
    : { statusCode: 204 };
});
