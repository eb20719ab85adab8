import type { VerifiedAsked } from '../../lib/contract/action.ts';
import type { SignedIn } from '../auth/authenticate.ts';
import type { Backend } from '../auth/backend.ts';
import { isSameOrigin } from '../auth/same-origin.ts';
import type { Clock } from '../users/clock.ts';
import { UsersError } from '../users/errors.ts';
import { MAX_USER_AGENT, type Origin, type Sender } from '../users/origin.ts';
import type { AccessClaims } from '../users/sessions/session.ts';
import { assertVerified } from '../users/verified.ts';
import { addressOf, type Call } from './request.ts';

/** What a route requires of its callers besides being signed in. */
export interface Admission {
  readonly superuser: boolean;
  /** When callers who have not verified their address are refused; absent where never. */
  readonly verified?: VerifiedAsked;
  /** Absent for a route that never asks where a request comes from. */
  readonly allowedOrigins?: readonly string[];
}

/** @throws UsersError `FORBIDDEN` for callers who may not call the route */
export function assertMayCall(
  event: Call,
  { caller: { user }, backend }: SignedIn,
  { superuser, verified, allowedOrigins }: Admission,
): void {
  const isUnverified = verified === 'where-required' && !user.is_verified;
  if ((superuser && !user.is_superuser) || isUnverified) throw new UsersError('FORBIDDEN');
  if (verified === 'always') assertVerified(user);
  if (allowedOrigins && backend.transport.ambient) assertSameOrigin(event, allowedOrigins);
}

/**
 * What the credential of one backend says about itself.
 *
 * @throws UsersError `UNAUTHORIZED`; `FORBIDDEN` as below
 */
export async function presentedCredential(
  event: Call,
  { backend, allowedOrigins }: { backend: Backend; allowedOrigins: readonly string[] },
): Promise<AccessClaims> {
  const { transport, strategy } = backend;
  const carried = transport.read(event);
  const claims =
    carried && carried !== 'malformed' ? await strategy.verify(carried.credential) : undefined;
  if (!claims) throw new UsersError('UNAUTHORIZED');
  if (transport.ambient) assertSameOrigin(event, allowedOrigins);
  return claims;
}

/**
 * The login that a browser carries in the cookies of one backend, by what they say of themselves: of
 * the access token or, where that is gone, of the refresh token.
 */
export async function carriedLogin(
  event: Call,
  { transport, strategy }: Backend,
): Promise<AccessClaims | undefined> {
  if (!transport.ambient) return undefined;
  const carried = transport.read(event);
  const claims =
    carried && carried !== 'malformed' ? await strategy.verify(carried.credential) : undefined;
  if (claims) return claims;
  const refreshToken = transport.readRefreshToken(event, undefined);
  return refreshToken === undefined ? undefined : strategy.verifyRefreshToken?.(refreshToken);
}

/** Where a login or a refresh came from, as it is stored and published. */
export function originOf(event: Call, backend: string): Origin {
  return { backend, ...clientOf(event) };
}

function clientOf(event: Call): Omit<Origin, 'backend'> {
  const { userAgent } = event.requestContext.http;
  return { ip: addressOf(event), user_agent: userAgent.slice(0, MAX_USER_AGENT) };
}

/** Who sent a request, and when it arrived, for what judges how often they try. */
export function senderOf(event: Call, clock: Clock): Sender {
  return { ...clientOf(event), arrivedAt: arrivalOf(event, clock) };
}

/**
 * API Gateway gives up on a request after 30 seconds, and its clock may be ahead.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const LONGEST_MS = 30_000;

/** When API Gateway took a request, as it says itself. */
export function arrivalOf({ requestContext }: Call, clock: Clock): Date {
  const now = clock.now().getTime();
  return new Date(Math.min(now, Math.max(requestContext.timeEpoch, now - LONGEST_MS)));
}

/** @throws UsersError `FORBIDDEN` for a request that another site may have made */
export function assertSameOrigin(event: Call, allowedOrigins: readonly string[]): void {
  if (!isSameOrigin(event, allowedOrigins)) throw new UsersError('FORBIDDEN');
}
