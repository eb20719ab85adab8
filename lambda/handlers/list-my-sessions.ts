import { authentication } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { listSessions } from '../users/list-sessions.ts';

const deps = authentication();

export const handler = signedInHandler('list-my-sessions', deps, async ({ signedIn }) => {
  const { caller: profile, claims } = signedIn;
  const body = await listSessions(deps, { profile, currentId: claims.sessionId });
  return { statusCode: 200, body };
});
