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
   * Whether callers who aren't signed in, or don't meet the other options, pass as anonymous. The
   * function then has to check who calls.
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
   * How long API Gateway reuses a decision for the same `Authorization` header: whole seconds, at most one
   * hour, `Duration.seconds(0)` for never. For that long a revoked token, and a user who was changed or
   * deleted, pass as before. Not with cookies, since method and origin of a request also decide about
   * them, nor with `optional`.
   *
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;
}
