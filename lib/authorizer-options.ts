import type { Duration } from 'aws-cdk-lib';

/** What callers of a route of your own must be. */
export interface CallerOptions {
  /**
   * Whether callers must have verified their address.
   *
   * @default - as `requireVerification` of the `UsersApi` says
   */
  readonly verified?: boolean;

  /**
   * Whether callers must be superusers.
   *
   * @default false
   */
  readonly superuser?: boolean;

  /**
   * Whether the login of callers must have been with a second factor: `acr` says so. It takes `mfa` or passkeys.
   *
   * @default - of those who must have one by `requireMfa`
   */
  readonly mfa?: boolean;

  /**
   * How long ago callers may have proved who they are: whole seconds, from a minute to 24 hours. A refresh is no proof;
   * `POST /reauthenticate/{backend}` is. A result that API Gateway or AppSync keeps counts for as long as it is kept.
   *
   * @default - any time
   */
  readonly maxAge?: Duration;

  /**
   * Names of the authentication backends that are accepted. The function can read the secrets of no
   * others.
   *
   * @default - all of the `UsersApi`
   */
  readonly backends?: string[];
}

/** Options of `UsersApi.webSocketAuthorizer()`. */
export interface WebSocketAuthorizerOptions extends CallerOptions {
  /**
   * Whether callers who aren't signed in, or don't meet the other options, pass as anonymous. The
   * function then has to check who calls.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** Options of `UsersApi.authorizer()` and `UsersApi.restAuthorizer()`. */
export interface AuthorizerOptions extends CallerOptions {
  /**
   * Whether callers who aren't signed in, or don't meet the other options, pass as anonymous. The
   * function then has to check who calls.
   *
   * @default false
   */
  readonly optional?: boolean;

  /**
   * How long API Gateway reuses a decision for the same `Authorization` header: whole seconds, at most one
   * hour, `Duration.seconds(0)` for never. For that long a revoked token, and a user who was changed or
   * deleted, pass as before. Not with cookies, since method and origin of a request also decide about
   * them, nor with `optional`.
   *
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;
}

/** Options of `UsersApi.appSyncAuthorization()`. Only backends with bearer tokens can be named. */
export interface AppSyncAuthorizationOptions extends CallerOptions {
  /**
   * How long AppSync reuses a decision for the same token: whole seconds, at most one hour,
   * `Duration.seconds(0)` for never. For that long a revoked token, and a user who was changed or deleted,
   * pass as before.
   *
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;
}
