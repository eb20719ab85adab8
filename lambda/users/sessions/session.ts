import type { Origin } from '../origin.ts';
import type { Proof } from '../proof.ts';
import type { Session, SessionKey } from '../stored-session.ts';
import type { Profile } from '../user.ts';

export type { Session, SessionKey } from '../stored-session.ts';

/** What is noted when a session is used; the secret tells that it is still the same session. */
export interface SessionUse extends SessionKey {
  readonly secretHash: string;
  /** RFC 3339, UTC. */
  readonly last_used_at: string;
  /** As of a `Session`, counted from this use. */
  readonly expiresAt: number;
}

/** How the table says that a credential ended before its time. */
export type Keeping =
  /** Valid as long as this session is stored, of exactly this backend and secret. */
  | { readonly by: 'session'; readonly backend: string; readonly secretHash?: string }
  /**
   * Valid until it expires, in seconds since 1970, unless it was put on the list of revoked ones.
   */
  | { readonly by: 'revocation'; readonly expiresAt: number };

/** What a credential says before the table is asked. */
export interface AccessClaims extends SessionKey {
  /** The profile's at the login: a later one voids the credential. */
  readonly tokenVersion: number;
  readonly keeping: Keeping;
  /** When and how the holder signed in; absent for a credential of before there was proof. */
  readonly proof?: Proof;
  /** What else the user model put into the token. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** What a login hands out. */
export interface Issued {
  readonly credential: string;
  /** Of the credential, in seconds. */
  readonly lifetime: number;
  /** To be stored with the login. */
  readonly session?: Session;
  readonly refresh?: RefreshToken;
}

/** What a refresh hands out. */
export type Renewed = Issued & Required<Pick<Issued, 'refresh'>>;

/** The token that buys the next access token. */
export interface RefreshToken {
  readonly token: string;
  /** Seconds. */
  readonly lifetime: number;
}

/** Whether an active user still honours a login of an earlier version of the profile. */
export function isHonoured(
  { tokenVersion, survivingToken }: Profile,
  login: Pick<AccessClaims, 'sessionId' | 'tokenVersion'>,
): boolean {
  return login.tokenVersion === tokenVersion || login.sessionId === survivingToken;
}

/** Whether the user may still use a session, before its credential is checked. */
export function isLive(profile: Profile, session: Session, now: Date): boolean {
  return !hasEnded(session, now) && isHonoured(profile, session);
}

/** Whether a stored session is over, for every credential: it was ended, or it has expired. */
export function hasEnded(
  { ended_at, expiresAt }: Pick<Session, 'ended_at' | 'expiresAt'>,
  now: Date,
): boolean {
  return ended_at !== undefined || expiresAt <= now.getTime() / 1000;
}

/**
 * What every session has from its login on, except its expiry. Clients write what they like into
 * `User-Agent`.
 */
export function begun(
  { userId, tokenVersion }: Pick<Session, 'userId' | 'tokenVersion'>,
  { backend, ip, user_agent }: Origin,
  {
    sessionId,
    now,
    proof,
  }: { readonly sessionId: string; readonly now: Date; readonly proof: Proof },
): Omit<Session, 'expiresAt'> & { readonly proof: Proof } {
  return {
    userId,
    sessionId,
    backend,
    ip,
    user_agent,
    created_at: now.toISOString(),
    last_used_at: now.toISOString(),
    proof,
    tokenVersion,
  };
}

/** A session as users see it, without anything that verifies its credentials; with wire names. */
export type PublicSession = Pick<
  Session,
  'backend' | 'created_at' | 'last_used_at' | 'ip' | 'user_agent'
> & { readonly id: string };

export function publicSession({
  sessionId: id,
  backend,
  created_at,
  last_used_at,
  ip,
  user_agent,
}: Session): PublicSession {
  return { id, backend, created_at, last_used_at, ip, user_agent };
}
