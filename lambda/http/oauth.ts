import * as z from 'zod/mini';
import type { OAuthClientSettings } from '../../lib/contract/oauth.ts';
import { cookieTransport } from '../auth/cookie.ts';
import { ValidationError } from './errors.ts';
import { found } from './path.ts';
import { readQuery } from './query.ts';
import type { Call, Reply } from './request.ts';
import { validate } from './validation.ts';

/** How long a login attempt is valid, in seconds. */
export const ATTEMPT_LIFETIME = 600;

const callback = z.object({
  state: z.string(),
  code: z.optional(z.string()),
  error: z.optional(z.string()),
});

/**
 * The attempt of one client in its cookie, which a browser carries to the provider and back: `Lax`,
 * since the provider's redirect comes from another site.
 */
export function attemptCookie({ name }: Pick<OAuthClientSettings, 'name'>) {
  const cookie = cookieTransport({
    kind: 'cookie',
    name: `__Host-users-api-oauth-${name}`,
    path: '/',
    sameSite: 'Lax',
  });
  return {
    /** Redirects a page that navigates; a script gets the URL instead, as in FastAPI Users. */
    begin(event: Call, begun: { authorizationUrl: string; attempt: string }): Reply {
      const { cookies } = cookie.respond({
        credential: begun.attempt,
        lifetime: ATTEMPT_LIFETIME,
      });
      const { authorizationUrl } = begun;
      return isNavigation(event)
        ? { statusCode: 303, headers: { location: authorizationUrl }, cookies }
        : { statusCode: 200, body: { authorization_url: authorizationUrl }, cookies };
    },

    /** Reads the callback and clears the attempt's cookie, whatever the response. */
    take(event: Call): { attempt: string | undefined; parameters: URLSearchParams } {
      event.clearing = cookie.clear().cookies;
      const parameters = readQuery(event);
      const { code, error } = validate(callback, parameters, 'query');
      if (code === undefined && error === undefined) {
        throw new ValidationError([
          { loc: ['query', 'code'], msg: 'Field required', type: 'missing' },
        ]);
      }
      const carried = cookie.read(event);
      const attempt = carried === 'malformed' ? undefined : carried?.credential;
      return { attempt, parameters: new URLSearchParams(parameters) };
    },
  };
}

/**
 * The client that the path names, with what there is for it. The request's line in the log names it too.
 *
 * @throws UsersError `NOT_FOUND` where the API has no such client
 */
export function clientOf<Part>(
  event: Call,
  parts: ReadonlyMap<string, Part>,
): readonly [name: string, part: Part] {
  const name = event.pathParameters?.client ?? '';
  const part = found(parts.get(name));
  event.logged = { ...event.logged, client: name };
  return [name, part];
}

/** RFC 9110, 12.5.1: browsers name HTML when they navigate, and nothing in particular for a script. */
function isNavigation({ headers }: Call): boolean {
  return /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}
