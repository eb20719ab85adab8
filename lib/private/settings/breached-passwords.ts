import { Duration } from 'aws-cdk-lib';
import type { BreachedPasswordsSettings } from '../../contract/passwords.ts';
import { Found, known, UsersApiError } from '../errors';
import { checkUrl } from './urls';

const URL_OF_SERVICE = 'https://api.pwnedpasswords.com';

/** A call of TLS from another continent takes some 100 ms; a function has 10 seconds for all that it does. */
const [MIN_MS, MAX_MS] = [100, 5_000];

/** Checks the options, and fills in the defaults. */
export function haveIBeenPwnedSettings({
  timeout = Duration.seconds(1),
  url = URL_OF_SERVICE,
}: {
  readonly timeout?: Duration;
  readonly url?: string;
}): BreachedPasswordsSettings {
  checkUrl('BreachedPasswords.url', url, {
    query: false,
    fix: 'give what is before "/range/" in the URL of a range, such as "https://api.pwnedpasswords.com"',
  });
  if (known(url)?.endsWith('/')) {
    throw new UsersApiError('BreachedPasswords.url', {
      got: url,
      expected: 'a URL without a slash at the end, as "/range/" follows',
      fix: 'leave the slash out',
    });
  }
  return { url, timeoutMs: millisecondsOf(timeout) };
}

function millisecondsOf(timeout: Duration): number {
  const ms = timeout.isUnresolved() ? undefined : timeout.toMilliseconds({ integral: false });
  if (ms !== undefined && Number.isInteger(ms) && ms >= MIN_MS && ms <= MAX_MS) return ms;
  throw new UsersApiError('BreachedPasswords.timeout', {
    got: new Found(ms === undefined ? 'a token' : `${ms} milliseconds`),
    expected: `whole milliseconds from ${MIN_MS} to ${MAX_MS}`,
    fix: 'below, even a service at hand answers too late; above, registrations take seconds while it is down',
  });
}
