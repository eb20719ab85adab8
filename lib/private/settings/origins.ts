import { Token } from 'aws-cdk-lib';
import { known, UsersApiError } from '../errors';
import { checkList, isListToken } from './lists';

/** Refuses an origin that no browser would send as it is. */
export function checkOrigins(origins: readonly string[]): readonly string[] {
  checkList('allowedOrigins', origins);
  if (isListToken(origins)) return origins;
  for (const origin of origins) checkOrigin(origin);
  return origins;
}

function checkOrigin(origin: string): void {
  const given = known(origin);
  if (given === undefined) return;
  // Browsers send an origin in exactly the form that URL gives it, and it is compared as text. The pattern
  // refuses what URL doesn't change, such as a host with an asterisk.
  const pattern = /^https?:\/\/([a-z\d._-]+|\[[a-f\d:]+\])(:\d+)?$/;
  if (pattern.test(given) && URL.canParse(given) && new URL(given).origin === given) return;
  throw new UsersApiError('allowedOrigins', {
    got: given,
    expected: 'scheme://host[:port], such as "https://app.example.com"',
    fix: 'list each origin by itself, in lower case, without path, wildcard or default port',
  });
}

/** An origin of a host other than this machine whose pages anyone on the way there can change. */
export function isOpenToEavesdroppers(origin: string): boolean {
  if (Token.isUnresolved(origin) || isListToken([origin])) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && !/^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
}
