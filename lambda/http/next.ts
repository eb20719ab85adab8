import type { FormPagesSettings } from '../../lib/contract/page-forms.ts';

/** Longer ones would not fit into a `Location` and a cookie together. */
const MAX_LENGTH = 1_024;

/**
 * Where a visitor was going: a path of the pages' own origin, or a URL of one of the origins that are allowed; `undefined` for
 * anything else, as anybody can make a link to a page (OWASP ASVS 5.0, 3.7.2).
 */
export function nextOf(
  given: string | undefined,
  { url, origins }: Pick<FormPagesSettings, 'url' | 'origins'>,
): string | undefined {
  if (!given || given.length > MAX_LENGTH || !URL.canParse(given, url)) return undefined;
  const own = new URL(url).origin;
  const next = new URL(given, url);
  if (next.username !== '' || next.password !== '') return undefined;
  // Without a scheme it has to be a path from the root: what it is relative to is not known where it is used.
  if (next.origin === own) {
    return given.startsWith('/') ? `${next.pathname}${next.search}${next.hash}` : undefined;
  }
  return origins.includes(next.origin) && next.href.startsWith(next.origin) ? next.href : undefined;
}
