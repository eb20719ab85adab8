import { authentication, environment } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, sessionIdOf, userIdOf } from '../http/path.ts';
import { endSession } from '../users/end-session.ts';

const deps = {
  ...authentication(),
  allowedOrigins: environment.allowedOrigins(),
  requireVerification: environment.requireVerification(),
  alongside: userIdOf,
};

export const handler = signedInHandler('delete-session', deps, async ({ event, signedIn }) => {
  const { user } = found(signedIn.target);
  await endSession(deps, { userId: user.id, sessionId: sessionIdOf(event, 'session_id') });
  return { statusCode: 204 };
});
