import { backends, clock, sessionStore, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { listSessions } from '../users/list-sessions.ts';

const deps = { backends: backends(), store: userStore(), sessions: sessionStore(), clock };

export const handler = signedInHandler('list-my-sessions', deps, async ({ signedIn }) => {
  const { caller: profile, claims } = signedIn;
  const body = await listSessions(deps, { profile, currentId: claims.sessionId });
  return { statusCode: 200, body };
});
