import { authentication, environment } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';
import { revokeSessions } from '../users/revoke-sessions.ts';

const deps = {
  ...authentication(),
  allowedOrigins: environment.allowedOrigins(),
  requireVerification: environment.requireVerification(),
  alongside: userIdOf,
};

export const handler = signedInHandler('delete-sessions', deps, async ({ signedIn }) => {
  await revokeSessions(deps, { profile: found(signedIn.target) });
  return { statusCode: 204 };
});
