import { Duration } from 'aws-cdk-lib';
import type { RefreshOptions } from '../refresh-options';
import type { CookieSettings, RefreshSettings } from './actions';
import { checkLifetime, MAX_CREDENTIAL_LIFETIME } from './checks';
import { Found, UsersApiError } from './errors';

const DEFAULT_LIFETIME = Duration.days(30);
const DEFAULT_REUSE_INTERVAL = Duration.seconds(10);
const MAX_REUSE_INTERVAL = Duration.minutes(1);

/** The options with their defaults, or an error, for access tokens that live so long; `undefined` for a backend without refresh. */
export function refreshSettings(
  refresh: RefreshOptions | undefined,
  access: Duration,
  cookie: CookieSettings | undefined,
): RefreshSettings | undefined {
  if (refresh === undefined) return undefined;
  const { lifetime = DEFAULT_LIFETIME, reuseInterval = DEFAULT_REUSE_INTERVAL } = refresh;
  checkLifetime('AuthBackend.refresh.lifetime', lifetime, {
    max: MAX_CREDENTIAL_LIFETIME,
    why: 'browsers keep no cookie for longer than 400 days, and a login should not last longer',
  });
  checkOutlives(lifetime, access);
  checkReuseInterval(reuseInterval);
  return {
    lifetime: lifetime.toSeconds(),
    reuseInterval: reuseInterval.toSeconds(),
    ...(cookie && { cookieName: refreshCookieName(cookie.name) }),
  };
}

/** `__Secure-`, since the cookie has a path, which `__Host-` rules out. */
function refreshCookieName(name: string): string {
  return `__Secure-${name.replace(/^__(Host|Secure)-/i, '')}-refresh`;
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
    fix: 'for that long a stolen token can be used unseen, so it should cover a race and no more',
  });
}
