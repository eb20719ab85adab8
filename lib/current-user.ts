/**
 * `cdk-users-api/current-user`: who calls, for a function of your own behind an authorizer of a `UsersApi`:
 * `authorizer()`, `restAuthorizer()`, `webSocketAuthorizer()` or `appSyncAuthorization()`. It is not part of the
 * construct, and needs no other package.
 */

import { SECURITY_HEADERS } from './contract/answers.ts';
import { fromTexts } from './contract/caller-texts.ts';
import { MULTI_FACTOR, stepUpChallenge } from './contract/proof.ts';

/** The user who calls, as stored when the authorizer looked. */
export interface CurrentUser {
  /** UUID, version 7. */
  readonly id: string;
  /** Lower-case ASCII. */
  readonly email: string;
  readonly is_superuser: boolean;
  readonly is_verified: boolean;
  /** What the credential says. */
  readonly claims: CurrentUserClaims;
}

export interface CurrentUserClaims {
  /** The user's id. */
  readonly sub: string;
  /** Id of the token. */
  readonly jti: string;
  /** Name of the authentication backend that the user signed in with. */
  readonly backend: string;
  /**
   * When the user last proved who they are, in seconds since 1970 (OpenID Connect Core, 2); a refresh is
   * no proof. Absent from credentials that an earlier release issued: they count as long ago.
   */
  readonly auth_time?: number;
  /**
   * How (RFC 8176, 2): `pwd` by a password, `fed` by a provider, `email` by a code that was mailed, `hwk` or `swk` by a passkey,
   * `otp` by a code of an app; with `mfa` by more than one factor.
   */
  readonly amr?: readonly string[];
  /** `http://schemas.openid.net/pape/policies/2007/06/multi-factor` after more than one factor; else absent. */
  readonly acr?: string;
  readonly [name: string]: unknown;
}

/** What the authorizer hands to the route. */
export type AuthorizerContext = CurrentUser | { readonly anonymous: true };

/**
 * The part of an event that is read: of an HTTP API in payload format 2.0, of a REST or WebSocket API, or of
 * AppSync, for a function that is a resolver by itself.
 */
export interface AuthorizedEvent {
  readonly requestContext?: object;
  readonly identity?: unknown;
  readonly info?: unknown;
  readonly request?: unknown;
}

/** The route has no authorizer, or one that no `UsersApi` made; or the event is none of a proxy integration. */
export class NoAuthorizerError extends Error {
  override readonly name = 'NoAuthorizerError';
  readonly code = 'NO_AUTHORIZER';

  constructor() {
    super(
      'requestContext.authorizer: got no user of a UsersApi, expected the route to have an authorizer ' +
        'and a proxy integration; give it users.authorizer(), or as its kind of API takes one restAuthorizer(), ' +
        'webSocketAuthorizer() or appSyncAuthorization()',
    );
  }
}

/**
 * The user who calls; `undefined` for an anonymous caller. Only an authorizer with `optional: true` lets
 * those pass.
 *
 * **Only for events that API Gateway or AppSync makes**: of a Lambda proxy integration, or of a function that is a
 * resolver by itself. Where the event is the body of the request, or a part of it (`LambdaIntegration` with
 * `proxy: false` or a mapping template, a WebSocket integration without proxy, a resolver that hands on
 * `ctx.args`), its sender writes who they are, and nothing in the event can tell. A body that doesn't imitate the rest
 * of such an event is refused.
 *
 * @throws NoAuthorizerError so that a route whose authorizer was forgotten is closed, not open
 *
 * @example
 * export const handler = async (event) => ({ hello: currentUser(event)?.email });
 */
export function currentUser(event: AuthorizedEvent): CurrentUser | undefined {
  const context = handedOn(event);
  if (isUser(context)) return context;
  if (Object(context).anonymous === true) return undefined;
  throw new NoAuthorizerError();
}

/** What the authorizer handed on, where its service puts it. */
function handedOn(event: AuthorizedEvent): unknown {
  const { requestContext, identity } = event;
  if (requestContext === undefined) {
    return isOfAppSync(event) ? userIn(Object(identity).resolverContext) : undefined;
  }
  const { authorizer } = requestContext as { authorizer?: object | null };
  if (!authorizer || !isOfApiGateway(requestContext)) return undefined;
  return 'lambda' in authorizer ? authorizer.lambda : userIn(authorizer);
}

/** Has what every API puts there: a route of an HTTP or WebSocket API, a resource of a REST API. */
function isOfApiGateway(requestContext: object): boolean {
  const { apiId, requestId, routeKey, resourcePath, httpMethod } = Object(requestContext);
  const place = routeKey === undefined ? [resourcePath, httpMethod] : [routeKey];
  return [apiId, requestId, ...place].every(isText);
}

/** @see https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
function isOfAppSync({ info, request }: AuthorizedEvent): boolean {
  const { fieldName, parentTypeName } = Object(info);
  return [fieldName, parentTypeName].every(isText) && typeof Object(request).headers === 'object';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Without what API Gateway puts beside it. */
function userIn(texts: unknown): unknown {
  const { id, email, is_superuser, is_verified, claims, anonymous } = fromTexts(Object(texts));
  return anonymous === true ? { anonymous } : { id, email, is_superuser, is_verified, claims };
}

export interface CurrentUserMiddlewareOptions {
  /**
   * Whether an anonymous caller is answered 401.
   *
   * @default false
   */
  readonly required?: boolean;
  /**
   * Whether a caller who has not verified their address is answered 403, and an anonymous one 401.
   *
   * @default false
   */
  readonly verified?: boolean;
  /**
   * Whether a caller who isn't a superuser is answered 403, and an anonymous one 401.
   *
   * @default false
   */
  readonly superuser?: boolean;
  /**
   * Whether a caller whose login was without a second factor is answered 403 `MFA_REQUIRED`, and an anonymous one 401. The header
   * `WWW-Authenticate` says what is missing (RFC 9470).
   *
   * @default false
   */
  readonly mfa?: boolean;
  /**
   * Seconds: a caller who proved longer ago who they are is answered 403 `REAUTHENTICATION_REQUIRED`, with the same header, and an
   * anonymous one 401.
   *
   * @default - any time
   */
  readonly maxAge?: number;
}

/** An event with what the middleware puts into it. */
export type WithCurrentUser<Event> = Event & { currentUser?: CurrentUser | undefined };

/**
 * A middleware for [middy](https://middy.js.org) that sets `event.currentUser`, and refuses callers that
 * may not pass with the API's own responses. Behind an authorizer with `optional: true` they get a 401
 * where an HTTP API only has 403.
 *
 * @throws NoAuthorizerError where there is no authorizer; `Error` with the code of the refusal in a resolver of
 * AppSync, which would take a response for data
 *
 * @example
 * export const handler = middy()
 *   .use(currentUserMiddleware({ required: true }))
 *   .handler(async (event) => ({ hello: event.currentUser.email }));
 */
export function currentUserMiddleware(options: CurrentUserMiddlewareOptions = {}) {
  const { verified = false, superuser = false, mfa = false, maxAge } = options;
  const { required = verified || superuser || mfa || maxAge !== undefined } = options;
  return {
    before({ event }: { event: WithCurrentUser<AuthorizedEvent> }): RefusalResponse | undefined {
      const user = currentUser(event);
      event.currentUser = user;
      if (user === undefined) return required ? refusal(event, 401, 'UNAUTHORIZED') : undefined;
      if ((verified && !user.is_verified) || (superuser && !user.is_superuser)) {
        return refusal(event, 403, 'FORBIDDEN');
      }
      const challenge = stepUpChallenge({ multiFactor: mfa, maxAge });
      if (mfa && user.claims.acr !== MULTI_FACTOR) {
        return refusal(event, 403, 'MFA_REQUIRED', challenge);
      }
      const { auth_time = 0 } = user.claims;
      if (maxAge !== undefined && Date.now() / 1000 - auth_time >= maxAge) {
        return refusal(event, 403, 'REAUTHENTICATION_REQUIRED', challenge);
      }
      return undefined;
    },
  };
}

/** As in `docs/http-api.md`. */
export interface RefusalResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function refusal(
  event: AuthorizedEvent,
  statusCode: number,
  detail: string,
  // RFC 9110, 15.5.2: a 401 has a challenge.
  challenge = statusCode === 401 ? 'Bearer' : undefined,
): RefusalResponse {
  if (event.requestContext === undefined) throw new Error(detail);
  const { requestId } = event.requestContext as { requestId?: string };
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      ...SECURITY_HEADERS,
      'cache-control': 'no-store',
      ...(requestId !== undefined && { 'x-request-id': requestId }),
      ...(challenge !== undefined && { 'www-authenticate': challenge }),
    },
    body: JSON.stringify({ detail }),
  };
}

function isUser(context: unknown): context is CurrentUser {
  const { id, email, is_superuser, is_verified, claims } = Object(context);
  return (
    typeof id === 'string' &&
    typeof email === 'string' &&
    typeof is_superuser === 'boolean' &&
    typeof is_verified === 'boolean' &&
    typeof claims === 'object' &&
    claims !== null
  );
}
