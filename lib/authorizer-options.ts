import type { Duration } from 'aws-cdk-lib';

/** Options of `UsersApi.authorizer()`. */
export interface AuthorizerOptions {
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
   * Whether a caller who is not signed in, or is not what the other options ask for, passes as an
   * anonymous one. The function then has to look who calls.
   *
   * @default false
   */
  readonly optional?: boolean;

  /**
   * Names of the authentication backends that are accepted. The function can read the secrets of no
   * others.
   *
   * @default - all of the `UsersApi`
   */
  readonly backends?: string[];

  /**
   * How long API Gateway goes by a decision for the same `Authorization` header without asking again:
   * whole seconds, one hour at the most, `Duration.seconds(0)` for never. A token that was revoked, and
   * a user who was changed or deleted, pass as before for as long. Not for cookies, since whether a
   * cookie counts depends on more than the cookie, nor with `optional`.
   *
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;
}
