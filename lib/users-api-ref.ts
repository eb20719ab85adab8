import type { IHttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { aws_dynamodb, aws_events } from 'aws-cdk-lib/interfaces';
import type { AuthBackend } from './auth-backend';
import type { AuthorizerOptions } from './authorizer-options';
import type { UsersApiGrants } from './users-api-grants';
import type { UsersApiMetrics } from './users-api-metrics';
import type { UsersApiOidc } from './users-api-oidc';
import type { IUsersApiResources } from './users-api-resources';

/**
 * A users API: one that was defined in this app, or one that was imported into it.
 *
 * Its rules are on its bus and, unless `crossStackScope` is given, in the stack of this construct. A member
 * that needs something which an import doesn't know throws, and names what to give to the import.
 */
export interface IUsersApi extends IUsersApiResources {
  /** Permissions for code outside of the API. */
  readonly grants: UsersApiGrants;

  /** What CloudWatch measures of the API. */
  readonly metrics: UsersApiMetrics;

  /** Where services that verify access tokens by themselves find the keys, and what they have to expect. */
  readonly oidc: UsersApiOidc;

  /** Variables that the admin client (`cdk-users-api/admin`) reads in a function of yours. */
  readonly adminEnvironment: { [name: string]: string };

  /**
   * An authorizer for routes of your own, of any HTTP API. That of an import asks a function of the API, and
   * has the role by which API Gateway calls it in the importing stack.
   */
  authorizer(options?: AuthorizerOptions): IHttpRouteAuthorizer;

  /**
   * API Gateway's own authorizer, which verifies the tokens of one backend by their signature. An import
   * needs no more for it than its URL and the name of the backend.
   */
  jwtAuthorizer(backend?: string): IHttpRouteAuthorizer;

  /** A rule for all events, or for those that match `eventPattern`. */
  onEvent(id: string, options?: OnEventOptions): Rule;

  /** A rule for new users, registered or created by an operator. */
  onAfterRegister(id: string, options?: OnEventOptions): Rule;

  /** A rule for active users who asked for a password reset; the event carries the `token`. */
  onAfterForgotPassword(id: string, options?: OnEventOptions): Rule;

  /** A rule for users who set a new password with a reset token. */
  onAfterResetPassword(id: string, options?: OnEventOptions): Rule;

  /** A rule for active users who asked to verify their address; the event carries the `token`. */
  onAfterRequestVerify(id: string, options?: OnEventOptions): Rule;

  /** A rule for addresses that a code to sign in was asked for; the event carries the `code`. */
  onAfterRequestLogin(id: string, options?: OnEventOptions): Rule;

  /** A rule for users who verified their address with a token. */
  onAfterVerify(id: string, options?: OnEventOptions): Rule;

  /** A rule for users who asked for a new address, if the API has `EmailChange.CONFIRM`. */
  onAfterRequestEmailChange(id: string, options?: OnEventOptions): Rule;

  /** A rule for logins from devices that their users have not signed in from, of an API with `newDeviceEvents`. */
  onAfterNewDevice(id: string, options?: OnEventOptions): Rule;

  /** A rule for successful logins, which are then raised; an import has to know of `loginEvents: true`. */
  onAfterLogin(id: string, options?: OnEventOptions): Rule;

  /** A rule for users whose address was locked after too many wrong passwords, or who were after too many wrong codes. */
  onAfterLockout(id: string, options?: OnEventOptions): Rule;

  /** A rule for sessions that ended because a replaced refresh token was used again. */
  onAfterRefreshReuse(id: string, options?: OnEventOptions): Rule;

  /** A rule for accounts at providers that users got; the event has `client`, `issuer` and `subject`. */
  onAfterAccountLink(id: string, options?: OnEventOptions): Rule;

  /** A rule for accounts at providers that users lost; the event names them as `onAfterAccountLink`'s does. */
  onAfterAccountUnlink(id: string, options?: OnEventOptions): Rule;

  /** A rule for users who got an authenticator app or new recovery codes; the event has `method` and `codes_left`. */
  onAfterMfaEnable(id: string, options?: OnEventOptions): Rule;

  /** A rule for users whose authenticator app was removed; `actor` of the event says by whom. */
  onAfterMfaDisable(id: string, options?: OnEventOptions): Rule;

  /** A rule for logins with a recovery code; the event has `codes_left`. */
  onAfterRecoveryCode(id: string, options?: OnEventOptions): Rule;

  /** A rule for passkeys that users added; the event has the `passkey`. */
  onAfterPasskeyAdd(id: string, options?: OnEventOptions): Rule;

  /** A rule for passkeys that were removed from users; the event has the `passkey`. */
  onAfterPasskeyDelete(id: string, options?: OnEventOptions): Rule;

  /** A rule for changed users; the event's `changed` names the fields. */
  onAfterUpdate(id: string, options?: OnEventOptions): Rule;

  /** A rule for users who were deleted. */
  onAfterDelete(id: string, options?: OnEventOptions): Rule;
}

/** What is known of a users API that was defined elsewhere. */
export interface UsersApiAttributes {
  /**
   * Base URL of the routes, as in `UsersApi.url` and the output `Url`: absolute, without a slash at the
   * end.
   */
  readonly url: string;

  /**
   * The bus that events are published on, in the account and region of the importing stack.
   * `EventBus.fromEventBusName` makes one of the output `EventBusName`.
   */
  readonly eventBus: aws_events.IEventBusRef;

  /**
   * The HTTP API that the routes are on.
   *
   * @default - unknown: `httpApi` of the import throws, and so do the metrics of requests
   */
  readonly httpApi?: IHttpApi;

  /**
   * The table of users; `TableV2.fromTableAttributes` with `encryptionKey`, if it has a key of your own.
   *
   * @default - unknown: `table` of the import throws, and so do `grants` of users and `metrics` of logins
   */
  readonly table?: aws_dynamodb.ITableRef;

  /**
   * The same backends as the API has, in the same order: `[AuthBackend.jwt()]`, say.
   *
   * @default - unknown: `jwtAuthorizer()` and `oidc.audience()` have to be given a name, and `authorizer()`
   * shows every request to its function, without a cache
   */
  readonly authBackends?: AuthBackend[];

  /**
   * Functions of the API by their names in `UsersApi.functions`, such as `relay`: their metrics are known.
   * `authorizer()` asks the one that is named after its options, such as `authorizer` without any or
   * `authorizer-verified`; it has to be in the same account and Region.
   *
   * @default - unknown: their metrics throw, and so does `authorizer()`
   */
  readonly functions?: { [name: string]: IFunction };

  /**
   * Variables of the admin client, as `UsersApi.adminEnvironment` has them.
   *
   * @default - unknown: `adminEnvironment` of the import throws
   */
  readonly adminEnvironment?: { [name: string]: string };

  /**
   * Whether the API has `loginEvents: true`. Synth can't look, and without it a rule would never fire,
   * silently, so `onAfterLogin` throws unless this is set.
   *
   * @default false - as of `UsersApi`
   */
  readonly loginEvents?: boolean;
}

/** What a users API doesn't publish and an import may have to be told, as synth can't look. */
export interface UsersApiParameterOptions {
  /**
   * The same backends as the API has, in the same order.
   *
   * @default - unknown: names of backends are taken as they are given, and `authorizer()` shows every request
   * to its function, without a cache
   */
  readonly authBackends?: AuthBackend[];

  /**
   * Whether the API has `loginEvents: true`, so that `onAfterLogin` can fire.
   *
   * @default false - as of `UsersApi`
   */
  readonly loginEvents?: boolean;
}
