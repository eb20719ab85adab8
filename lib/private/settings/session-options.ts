import { Duration } from 'aws-cdk-lib';
import { Found, UsersApiError } from '../errors';

/** NIST SP 800-63B-4, 2.1.3: the maximum for one factor. */
export const DEFAULT_SESSION_LIFETIME = Duration.days(30);
/** A user who comes every other week stays signed in. */
const DEFAULT_IDLE_TIMEOUT = Duration.days(14);
const MIN_IDLE_SECONDS = 60;

/** Refuses a time that no session could go by. */
export function checkIdleTimeout(idleTimeout: Duration | undefined, lifetime: Duration): void {
  if (idleTimeout === undefined || idleTimeout.isUnresolved()) return;
  const seconds = idleTimeout.toSeconds({ integral: false });
  const max = lifetime.isUnresolved() ? Number.POSITIVE_INFINITY : secondsOf(lifetime);
  if (Number.isInteger(seconds) && seconds >= MIN_IDLE_SECONDS && seconds <= max) return;
  throw new UsersApiError('AuthBackend.idleTimeout', {
    got: new Found(`${seconds} seconds`),
    expected: `whole seconds from ${MIN_IDLE_SECONDS} to the lifetime${Number.isFinite(max) ? `, ${max}` : ''}`,
    fix: 'a session ends with its lifetime, used or not; give the same time for no other end',
  });
}

export function idleTimeoutOf(idleTimeout: Duration | undefined, lifetime: Duration): Duration {
  if (idleTimeout !== undefined) return idleTimeout;
  if (lifetime.isUnresolved()) return DEFAULT_IDLE_TIMEOUT;
  return secondsOf(lifetime) < secondsOf(DEFAULT_IDLE_TIMEOUT) ? lifetime : DEFAULT_IDLE_TIMEOUT;
}

function secondsOf(time: Duration): number {
  return time.toSeconds({ integral: false });
}
