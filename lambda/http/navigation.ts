import type { Call } from './request.ts';

/** RFC 9110, 12.5.1: browsers name HTML when they navigate, and nothing in particular for a script. */
export function isNavigation({ headers }: Call): boolean {
  return /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}
