import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import type { Ids } from '../ids.ts';
import { HookRefusal } from '../model/hooks.ts';
import { addedClaims } from '../model/token-claims.ts';
import { claimsOf, type UserModel } from '../model/user-model.ts';
import type { Origin } from '../origin.ts';
import type { CustomFields, Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { hasEnded, isHonoured, type Renewed, type Session } from './session.ts';
import type { RefreshClaims, RefreshTokens, SessionStore } from './session-store.ts';

/** A session whose tokens can be refreshed. */
export type RefreshableSession = Session & Required<Pick<Session, 'generation'>>;

export interface RefreshDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly sessions: Pick<SessionStore, 'rotate' | 'endReused' | 'endReplaced'>;
  readonly tokens: Pick<RefreshTokens, 'verify'>;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Refuse users who have not verified their address. */
  readonly requireVerification: boolean;
  /** Seconds for which a replaced token still gets its replacement. */
  readonly reuseInterval: number;
  /** Makes the tokens of the session as it is, with more claims. */
  readonly renew: (session: RefreshableSession, custom: CustomFields) => Promise<Renewed>;
}

export interface RefreshInput {
  /** What is presented as a refresh token; anything at all. */
  readonly token: string;
  readonly origin: Origin;
  readonly identified?: Identified;
}

/**
 * Replaces a refresh token and makes an access token, in one round trip: the replacement is one
 * conditional write, made at the same time as the read of the user. A token that was replaced a
 * moment ago gets the same replacement once more, so that requests that race or are repeated sign
 * nobody out. A token that was replaced before that is in two hands, and nothing tells which are
 * the thief's: the session ends for both (RFC 9700, 4.14.2).
 *
 * A user who may not sign in may not refresh either, by the same rules and hooks: the session ends.
 * Its newest refresh token was not handed out, so the next use of the one before would be taken for
 * theft.
 *
 * @throws UsersError `UNAUTHORIZED` for anything but a refresh token that the user still honours,
 * `FORBIDDEN` for a user who has to verify the address first; HookRefusal
 */
export async function refresh(
  deps: RefreshDeps,
  { token, origin, identified }: RefreshInput,
): Promise<Renewed & { readonly userId: string }> {
  const claims = await deps.tokens.verify(token);
  if (!claims) throw new UsersError('UNAUTHORIZED');
  const { userId } = claims;
  identified?.(userId);
  const [session, { profiles }] = await Promise.all([
    replaced(deps, claims, origin),
    deps.store.lookup([userId]),
  ]);
  const profile = profiles.get(userId);
  if (!session || !profile?.user.is_active || !isHonoured(profile, session)) {
    throw new UsersError('UNAUTHORIZED');
  }
  const custom = await admitted(deps, profile, origin).catch(async (error: unknown) => {
    const isRefused = error instanceof HookRefusal || error instanceof UsersError;
    if (isRefused) await deps.sessions.endReplaced(claims, deps.clock.now());
    throw error;
  });
  return { ...(await deps.renew(session, custom)), userId };
}

/** The session, with the replacement as its newest refresh token; `undefined` if there is none. */
async function replaced(
  deps: RefreshDeps,
  claims: RefreshClaims,
  origin: Origin,
): Promise<RefreshableSession | undefined> {
  const at = deps.clock.now();
  const { backend } = origin;
  const rotation = { claims, backend, id: deps.ids.next(), at };
  const outcome = await deps.sessions.rotate(rotation);
  const { session } = outcome;
  if (session?.generation === undefined || !isOf(session, claims, origin, at)) return undefined;
  const { generation } = session;
  if (outcome.replaced || isReplacement(session, claims, at, deps.reuseInterval)) {
    return { ...session, generation };
  }
  if (generation > claims.generation) {
    await deps.sessions.endReused(claims, {
      id: deps.ids.next(),
      type: 'after-refresh-reuse',
      at: at.toISOString(),
      actor: { id: claims.userId, by: 'token' },
      ...origin,
    });
  }
  return undefined;
}

function isOf(session: Session, claims: RefreshClaims, origin: Origin, at: Date): boolean {
  return (
    !hasEnded(session, at) &&
    session.backend === origin.backend &&
    session.tokenVersion === claims.tokenVersion
  );
}

/** Whether the newest refresh token has just replaced the presented one. */
function isReplacement(
  { generation, rotated_at }: Session,
  claims: RefreshClaims,
  at: Date,
  reuseInterval: number,
): boolean {
  if (generation !== claims.generation + 1 || rotated_at === undefined) return false;
  // Clocks of two functions differ by milliseconds, and an interval of 0 means none.
  return reuseInterval > 0 && at.getTime() < Date.parse(rotated_at) + reuseInterval * 1000;
}

/** The claims of a user who may sign in, as they are now and not as at the login. */
async function admitted(
  { model, requireVerification }: Pick<RefreshDeps, 'model' | 'requireVerification'>,
  { user: { id, email, is_verified, custom } }: Profile,
  origin: Origin,
): Promise<CustomFields> {
  if (requireVerification && !is_verified) throw new UsersError('FORBIDDEN');
  const claims = claimsOf(model, custom) ?? {};
  return { ...claims, ...(await addedClaims(model, { id, email, claims }, origin)) };
}
