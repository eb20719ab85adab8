import { known, UsersApiError } from '../errors';
import { checkUrl } from './urls';

/** Refuses a URL that tokens and redirects can't name, or that can't be that of the routes. */
export function checkPublicUrl(given: string | undefined, basePath: string): void {
  const url = known(given);
  if (url === undefined) return;
  checkUrl('publicUrl', url, {
    fix: 'give the base URL that clients see, such as "https://api.example.com/users"',
    query: false,
  });
  const { origin, hostname, pathname } = new URL(url);
  checkHost(url, hostname);
  const path = pathname === '/' ? '' : pathname;
  // As in a base path, and percent-encoded.
  const isPlain = url === `${origin}${path}` && /^(\/[\w.~%-]+)*$/.test(path);
  if (isPlain && (known(basePath) === undefined || path.endsWith(basePath))) return;
  throw new UsersApiError('publicUrl', {
    got: url,
    expected: `a URL that ends with the base path "${basePath}", without a slash at the end`,
    fix: 'append the base path, as in "https://api.example.com/v1/users", or set basePath',
  });
}

/** No browser takes a wildcard for a host, and no token can name one. */
function checkHost(url: string, hostname: string): void {
  if (!hostname.includes('*')) return;
  throw new UsersApiError('publicUrl', {
    got: url,
    expected: 'one host, without a wildcard',
    fix: 'give the base URL that clients see, such as "https://api.example.com/users"',
  });
}

/** The origin of a URL, if it is known. */
export function originsOf(given: string | undefined): readonly string[] {
  const url = known(given);
  return url === undefined ? [] : [new URL(url).origin];
}
