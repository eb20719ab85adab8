import * as z from 'zod/mini';
import { cookieTransport } from '../auth/cookie.ts';
import type { MfaRequired } from '../users/login/second-factors.ts';
import type { BegunOAuth } from '../users/oauth/begin-oauth.ts';
import type { ErrorPage } from './error-page.ts';
import { ValidationError } from './errors.ts';
import { isNavigation } from './navigation.ts';
import { found } from './path.ts';
import { readQuery } from './query.ts';
import type { Call, Reply } from './request.ts';
import { validate } from './validation.ts';

/** How long a login attempt is valid, in seconds. */
export const ATTEMPT_LIFETIME = 600;

/** Query of a provider's redirect to a callback. */
export const callback = z.object({
  state: z.string(),
  code: z.optional(z.string()),
  error: z.optional(z.string()),
});

/** Of each attempt's cookie; the client and the state are behind it. */
const PREFIX = '__Host-users-api-oauth-';
const COOKIE_NAME = /^__Host-users-api-oauth-[\w-]{1,128}(?==)/;
/**
 * Attempts that a browser keeps at once, at all providers together: enough for some tabs, and far from
 * the 10,240 bytes of headers that API Gateway takes.
 */
const MAX_ATTEMPTS = 5;

/**
 * The attempts of a browser, each in a cookie of its own, so that one tab doesn't end the attempt of
 * another. A browser carries them to the provider and back: `Lax`, since the provider's redirect comes
 * from another site.
 */
export const attemptCookies = {
  /** Redirects a page that navigates; a script gets the URL instead, as in FastAPI Users. */
  begin(event: Call, client: string, { authorizationUrl, attempt, state }: BegunOAuth): Reply {
    const { cookies = [] } = cookieOf(nameOf(client, state)).respond({
      credential: attempt,
      lifetime: ATTEMPT_LIFETIME,
    });
    const reply = { cookies: [...cookies, ...clearedForOneMore(event)] };
    return isNavigation(event)
      ? { ...reply, statusCode: 303, headers: { location: authorizationUrl } }
      : { ...reply, statusCode: 200, body: { authorization_url: authorizationUrl } };
  },

  /**
   * Reads the callback, and the attempt that it is of, whose cookie is cleared whatever the response is.
   * A callback of no attempt clears none.
   */
  take(event: Call, client: string): { attempt: string | undefined; parameters: URLSearchParams } {
    const parameters = readQuery(event);
    const { state, code, error } = validate(callback, parameters, 'query');
    const cookie = cookieOf(nameOf(client, state));
    const carried = cookie.read(event);
    if (carried !== undefined) event.clearing = cookie.clear().cookies;
    if (code === undefined && error === undefined) {
      throw new ValidationError([
        { loc: ['query', 'code'], msg: 'Field required', type: 'missing' },
      ]);
    }
    const attempt = carried === 'malformed' ? undefined : carried?.credential;
    return { attempt, parameters: new URLSearchParams(parameters) };
  },
};

const nameOf = (client: string, state: string) => `${PREFIX}${client}-${state}`;

function cookieOf(name: string) {
  return cookieTransport({ kind: 'cookie', name, path: '/', sameSite: 'Lax' });
}

/** Clears the oldest of too many attempts: browsers send older cookies first (RFC 6265, 5.4). */
function clearedForOneMore({ cookies = [] }: Call): readonly string[] {
  const names = cookies.flatMap((pair) => COOKIE_NAME.exec(pair) ?? []);
  const oldest = names.slice(0, Math.max(0, names.length - MAX_ATTEMPTS + 1));
  return oldest.flatMap((name) => cookieOf(name).clear().cookies ?? []);
}

/** Where a browser is sent that is refused, by the client that the path names. */
export function errorPageIn(urls: ReadonlyMap<string, string | undefined>): ErrorPage {
  return ({ pathParameters }) => urls.get(pathParameters?.client ?? '');
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

/**
 * Where a browser that navigates goes on with a login that needs a second factor; `undefined` for a script. Behind `#` no
 * server and no log of the page sees the token.
 */
export function secondFactorPage(
  event: Call,
  page: string | undefined,
  { mfaToken, methods, expiresAt }: MfaRequired,
): string | undefined {
  if (page === undefined || !isNavigation(event)) return undefined;
  const parameters = new URLSearchParams({
    mfa_token: mfaToken,
    methods: methods.join(','),
    expires_at: expiresAt.toISOString(),
  });
  return `${page}#${parameters}`;
}
