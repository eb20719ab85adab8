import { timingSafeEqual } from 'node:crypto';
import type { Origin } from '../users/origin.ts';
import type { Proof } from '../users/proof.ts';
import {
  type AccessClaims,
  hasEnded,
  type Issued,
  isHonoured,
  type Session,
  type SessionUse,
} from '../users/sessions/session.ts';
import type { SignInState } from '../users/sessions/session-store.ts';
import type { EntitledLogin, Profile } from '../users/user.ts';

/** What a credential is, for example a signed token. */
export interface Strategy {
  /** Seconds. */
  readonly lifetime: number;
  issue(login: EntitledLogin, origin: Origin, proof: Proof): Promise<Issued>;
  /** `undefined` for anything but an unexpired credential of this backend, by its own claims. */
  verify(credential: string): Promise<AccessClaims | undefined>;
  /** The same for a refresh token, where the backend has them. */
  verifyRefreshToken?(token: string): Promise<AccessClaims | undefined>;
  /**
   * What to note when a session of this backend is used; `undefined` if the last note is recent.
   */
  useOf?(session: Session, now: Date): SessionUse | undefined;
}

/** The user of the claims, if what is stored still honours them. */
export function honouredBy(
  found: Pick<SignInState, 'profiles' | 'sessions' | 'revoked'>,
  claims: AccessClaims,
  now: Date,
): Profile | undefined {
  const profile = found.profiles.get(claims.userId);
  if (!profile?.user.is_active || !isHonoured(profile, claims)) return undefined;
  return isKept(found, claims, now) ? profile : undefined;
}

function isKept(
  { sessions, revoked }: Pick<SignInState, 'sessions' | 'revoked'>,
  { userId, sessionId, tokenVersion, keeping }: AccessClaims,
  now: Date,
): boolean {
  if (keeping.by === 'revocation') return !revoked.has(sessionId);
  const session = sessions.get(sessionId);
  return (
    session !== undefined &&
    !hasEnded(session, now) &&
    session.userId === userId &&
    session.backend === keeping.backend &&
    session.tokenVersion === tokenVersion &&
    isSame(session.secretHash, keeping.secretHash)
  );
}

/** In constant time; both are hashes of one length, or absent. */
function isSame(stored = '', presented = ''): boolean {
  const [one, other] = [Buffer.from(stored), Buffer.from(presented)];
  return one.length === other.length && timingSafeEqual(one, other);
}
