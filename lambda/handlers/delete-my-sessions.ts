import { authentication, environment } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { revokeSessions } from '../users/revoke-sessions.ts';

const deps = {
  ...authentication(),
  allowedOrigins: environment.allowedOrigins(),
};

export const handler = signedInHandler('delete-my-sessions', deps, async ({ signedIn }) => {
  const { caller: profile, claims: survivor } = signedIn;
  await revokeSessions(deps, { profile, survivor });
  return { statusCode: 204 };
});
