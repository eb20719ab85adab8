import { Duration } from 'aws-cdk-lib';
import type { RefreshChoice, TransportSettings } from '../../contract/backend.ts';
import type { RefreshOptions } from '../../refresh-options';
import { Found, UsersApiError } from '../errors';
import { checkLifetime, MAX_CREDENTIAL_LIFETIME } from './checks';

const DEFAULT_LIFETIME = Duration.days(30);
const DEFAULT_REUSE_INTERVAL = Duration.seconds(10);
const MAX_REUSE_INTERVAL = Duration.minutes(1);

/** The options with their defaults for access tokens with this lifetime, or an error; `undefined` without refresh. */
export function refreshSettings(
  refresh: RefreshOptions | undefined,
  access: Duration,
): RefreshChoice | undefined {
  if (refresh === undefined) return undefined;
  const lifetime = refresh.lifetime ?? DEFAULT_LIFETIME;
  const reuseInterval = refresh.reuseInterval ?? DEFAULT_REUSE_INTERVAL;
  checkLifetime('AuthBackend.refresh.lifetime', lifetime, {
    max: MAX_CREDENTIAL_LIFETIME,
    why: 'browsers keep no cookie for longer than 400 days, and a login should not last longer',
  });
  checkOutlives(lifetime, access);
  checkReuseInterval(reuseInterval);
  return {
    lifetime: lifetime.toSeconds(),
    reuseInterval: reuseInterval.toSeconds(),
  };
}

/**
 * The transport with a cookie for refresh tokens, where it has cookies: the host's own, whatever domain
 * and path the first one has, since only the API reads it, and only a `__Host-` cookie can't be set by a
 * sibling domain (RFC 6265bis, section 4.1.3.2).
 */
export function withRefreshCookie(transport: TransportSettings): TransportSettings {
  if (transport.kind !== 'cookie') return transport;
  const bare = transport.name.replace(/^__(Host|Secure)-/i, '');
  return { ...transport, refreshName: `__Host-${bare}-refresh` };
}

function checkOutlives(lifetime: Duration, access: Duration): void {
  if (lifetime.isUnresolved() || access.isUnresolved()) return;
  const [whole, one] = [lifetime, access].map((each) => each.toSeconds({ integral: false }));
  if (Number(whole) > Number(one)) return;
  throw new UsersApiError('AuthBackend.refresh.lifetime', {
    got: new Found(`${whole} seconds, for access tokens of ${one} seconds`),
    expected: 'more than the lifetime of an access token, or there is nothing to refresh',
    fix: 'make it longer, or the lifetime of the backend shorter',
  });
}

function checkReuseInterval(interval: Duration): void {
  if (interval.isUnresolved()) return;
  const seconds = interval.toSeconds({ integral: false });
  const max = MAX_REUSE_INTERVAL.toSeconds();
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= max) return;
  throw new UsersApiError('AuthBackend.refresh.reuseInterval', {
    got: new Found(`${seconds} seconds`),
    expected: `whole seconds from 0 to ${max}`,
    fix: 'for that long nobody notices the use of a stolen token, so it should only cover a race',
  });
}
