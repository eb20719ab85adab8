import { authentication, environment } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';
import { listSessions } from '../users/list-sessions.ts';

const deps = {
  ...authentication(),
  requireVerification: environment.requireVerification(),
  alongside: userIdOf,
};

export const handler = signedInHandler('list-sessions', deps, async ({ signedIn }) => {
  const { target, claims } = signedIn;
  const body = await listSessions(deps, { profile: found(target), currentId: claims.sessionId });
  return { statusCode: 200, body };
});
