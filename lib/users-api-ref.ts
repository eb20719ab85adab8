import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus, OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';

/**
 * A users API: one that was defined in this app, or one that was imported into it.
 *
 * Its rules are on its bus and, unless `crossStackScope` is given, in the stack of this construct.
 */
export interface IUsersApi extends IConstruct {
  /** Base URL of the routes, without a slash at the end. */
  readonly url: string;

  /** The bus that events are published on. */
  readonly eventBus: IEventBus;

  /** The HTTP API that the routes are on. */
  readonly httpApi: IHttpApi;

  /** The table of users. */
  readonly table: ITableV2;

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

  /** A rule for users who verified their address with a token. */
  onAfterVerify(id: string, options?: OnEventOptions): Rule;

  /** A rule for users who asked for a new address, if the API has `EmailChange.CONFIRM`. */
  onAfterRequestEmailChange(id: string, options?: OnEventOptions): Rule;

  /** A rule for successful logins, if the API has `loginEvents: true`. */
  onAfterLogin(id: string, options?: OnEventOptions): Rule;

  /** A rule for sessions that ended because a replaced refresh token was used again. */
  onAfterRefreshReuse(id: string, options?: OnEventOptions): Rule;

  /** A rule for accounts at providers that users got; the event has `client`, `issuer` and `subject`. */
  onAfterAccountLink(id: string, options?: OnEventOptions): Rule;

  /** A rule for accounts at providers that users lost; the event names them as `onAfterAccountLink`'s does. */
  onAfterAccountUnlink(id: string, options?: OnEventOptions): Rule;

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
  readonly eventBus: IEventBus;

  /**
   * The HTTP API that the routes are on.
   *
   * @default - unknown: `httpApi` of the import throws
   */
  readonly httpApi?: IHttpApi;

  /**
   * The table of users.
   *
   * @default - unknown: `table` of the import throws
   */
  readonly table?: ITableV2;

  /**
   * Whether the API has `loginEvents: true`. Synth can't look, and without it a rule would never fire,
   * silently, so `onAfterLogin` throws unless this is set.
   *
   * @default false - as of `UsersApi`
   */
  readonly loginEvents?: boolean;
}
