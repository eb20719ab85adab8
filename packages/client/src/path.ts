/** Paths with parameters: each is one segment, whatever is in it. */
import { type UsersError, usersError } from './errors.ts';

/** What there is none of by this name, as the API says it of a route without a query. */
const notFound = (): UsersError => usersError('NOT_FOUND');

/** Of a route with a query, whose codes have no `NOT_FOUND`. */
export const invalidClient = (): UsersError =>
  usersError('VALIDATION_ERROR', {
    problems: [{ loc: ['path', 'client'], msg: 'no name of a client', type: 'invalid' }],
  });

/**
 * A parameter as it goes into a path.
 *
 * @throws {UsersError} for what would be another path: nothing, `.` and `..`, which no encoding keeps apart
 */
export function segment(text: string, refusal = notFound): string {
  if (/^\.{0,2}$|\p{Cs}/u.test(text)) throw refusal();
  const once = encodeURIComponent(text);
  // API Gateway decodes a path before it looks at it.
  return /[/?#%]/.test(text) ? encodeURIComponent(once) : once;
}
