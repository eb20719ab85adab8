import type { FormPagesSettings } from '../../lib/contract/page-forms.ts';

/** Longer ones would not fit into a `Location` and a cookie together. */
const MAX_LENGTH = 1_024;

/**
 * Where a visitor was going: a path of the pages' own origin, or a URL of one of the origins that are allowed; `undefined` for
 * anything else, as anybody can make a link to a page (OWASP ASVS 5.0, 3.7.2). Of the API itself only pages are: a link must not begin
 * anything at another route in the name of somebody who has just signed in.
 */
export function nextOf(
  given: string | undefined,
  { url, origins }: Pick<FormPagesSettings, 'url' | 'origins'>,
): string | undefined {
  if (!given || given.length > MAX_LENGTH || !URL.canParse(given, url)) return undefined;
  const pages = new URL(url);
  const next = new URL(given, url);
  if (next.username !== '' || next.password !== '') return undefined;
  const isOwn = next.origin === pages.origin;
  if (!isOwn && !(origins.includes(next.origin) && next.href.startsWith(next.origin))) {
    return undefined;
  }
  // Without a scheme it has to be a path from the root: what it is relative to is not known where it is used.
  if (isOwn && (!given.startsWith('/') || isOfApi(next.pathname, pages.pathname))) return undefined;
  const going = isOwn ? `${next.pathname}${next.search}${next.hash}` : next.href;
  // Dots are gone from a path now, and what was between slashes with them: `//` would begin another host.
  return going.startsWith('//') || going.length > MAX_LENGTH ? undefined : going;
}

/** Whether a path is one of the API that is not a page, however it is written. */
function isOfApi(path: string, pages: string): boolean {
  const plain = decoded(path).replace(/\/{2,}/g, '/');
  const isBelow = (base: string) => plain === base || plain.startsWith(`${base}/`);
  if (isBelow(pages)) return false;
  const base = pages.slice(0, pages.lastIndexOf('/'));
  // An API without a path of its own shares its host with other things; what begins at a GET are logins at providers.
  return base === '' ? /\/(authorize|callback)\/?$/.test(plain) : isBelow(base);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
