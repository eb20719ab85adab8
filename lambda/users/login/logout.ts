import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { SessionStore } from '../sessions/session-store.ts';

/**
 * Ends the login of a credential, once: the credential stops working at once, and so do all that
 * were made from it.
 *
 * @throws UsersError `UNAUTHORIZED` when the credential was no longer honoured
 */
export async function logout(
  deps: { readonly sessions: Pick<SessionStore, 'end'>; readonly clock: Clock },
  { claims }: { claims: AccessClaims },
): Promise<void> {
  const outcome = await deps.sessions.end(claims, deps.clock.now());
  if (outcome === 'refused') throw new UsersError('UNAUTHORIZED');
}
