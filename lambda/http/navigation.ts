import type { Call, HttpResult } from './request.ts';

/** RFC 9110, 12.5.1: browsers name HTML when they navigate, and nothing in particular for a script. */
export function isNavigation({ headers }: Call): boolean {
  return /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}

/** Headers of an answer that mean nothing to a browser that is sent on. */
const OF_ANSWERS = ['content-type', 'retry-after', 'www-authenticate'];

/** Sends a browser on to another place (RFC 9110, 15.4.4), with the other headers and the cookies of an answer. */
export function sentOn(
  { body: _, headers = {}, ...others }: HttpResult,
  location: string,
): HttpResult {
  const kept = Object.entries(headers).filter(([name]) => !OF_ANSWERS.includes(name));
  return { ...others, statusCode: 303, headers: { ...Object.fromEntries(kept), location } };
}
