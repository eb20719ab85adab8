import { THIS_MACHINE } from '../../contract/this-machine.ts';
import { known, UsersApiError } from '../errors';

/** Of URLs that a browser or a provider is sent to: nobody on the way may read what is in them. */
export function checkUrl(
  setting: string,
  given: string | undefined,
  { fix, query }: { readonly fix: string; readonly query: boolean },
): void {
  const url = known(given);
  if (url === undefined) return;
  if (isProtected(url) && !url.includes('#') && (query || !url.includes('?'))) return;
  throw new UsersApiError(setting, {
    got: url,
    expected: `an https URL without fragment${query ? '' : ' and query'}; http only on 127.0.0.1, [::1] or localhost`,
    fix,
  });
}

function isProtected(url: string): boolean {
  // Providers compare texts as they are: also what `URL` would correct, such as spaces and backslashes.
  if (!URL.canParse(url) || /[\s\\]/.test(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && THIS_MACHINE.includes(hostname));
}
