import { publicSession, type Session } from '../../../users/sessions/session.ts';
import type { Exporters } from '../accounts/personal-data-store.ts';
import { toRevoked, toSession } from '../session-items.ts';

/**
 * What an export says of stored logins, and of those that have ended before their tokens expire.
 */
export const SESSIONS_EXPORTED: Pick<Exporters, 'session' | 'revocation'> = {
  session(item) {
    const session = toSession(item) as Session;
    const { proof } = session;
    return {
      ...publicSession(session),
      expires_at: rfc3339(session.expiresAt),
      ...(proof && { auth_time: rfc3339(proof.authTime), amr: proof.amr }),
    };
  },
  revocation: (item) => ({ id: toRevoked(item), expires_at: rfc3339(item.expires_at) }),
};

function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
