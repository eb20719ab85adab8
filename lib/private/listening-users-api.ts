import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IEventBus, type OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { EventType } from '../contract/index.ts';
import { warnOfStranger } from './events/listening';
import { checkRulePlace, patternOf } from './events/rule-options';
import { knowledgeOf } from './knowledge';
import { namesErrors } from './names-errors';

/**
 * Rules for the events of a users API, wherever it was defined.
 *
 * @internal
 */
@namesErrors
export abstract class ListeningUsersApi extends Construct {
  public abstract readonly url: string;
  public abstract readonly eventBus: IEventBus;
  public abstract readonly httpApi: IHttpApi;
  public abstract readonly table: ITableV2;

  private readonly rules: Construct;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.rules = new Construct(this, 'Rules');
  }

  /**
   * A rule for new users, registered or created by an operator.
   *
   * The rule is on the API's bus, and inside this construct unless `crossStackScope` is given. An
   * `eventPattern` narrows it further. One event can have any number of rules, each with an id of its
   * own.
   *
   * For a target in another stack, give a scope in that stack as `crossStackScope`: then the rule and the
   * target's permission are there, and that stack depends on this one. Without it, this stack depends on
   * the target's, which then can't use the API's URL.
   *
   * @example
   * users.onAfterRegister('Welcome', { target: new targets.LambdaFunction(sendWelcomeMail) });
   *
   * // From a stack of its own:
   * users.onAfterRegister('OpenAccount', {
   *   target: new targets.LambdaFunction(openAccount),
   *   crossStackScope: billingStack,
   * });
   */
  public onAfterRegister(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-register', id, options);
  }

  /**
   * A rule for active users who asked for a password reset. The event carries the `token`, which
   * is as good as the password: mail it to the user, and store it nowhere, not even in logs.
   *
   * @example
   * users.onAfterForgotPassword('Mail', { target: new targets.LambdaFunction(mailResetLink) });
   */
  public onAfterForgotPassword(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-forgot-password', id, options);
  }

  /** A rule for users who set a new password with a reset token. */
  public onAfterResetPassword(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-reset-password', id, options);
  }

  /**
   * A rule for active, unverified users who asked to verify their address. The event carries the `token`,
   * which proves that its bearer reads the user's mail: mail it to the user, and store it nowhere, not
   * even in logs. The page that its link opens sends it to `POST /verify`.
   *
   * @example
   * users.onAfterRequestVerify('Mail', { target: new targets.LambdaFunction(mailVerifyLink) });
   */
  public onAfterRequestVerify(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-request-verify', id, options);
  }

  /**
   * A rule for addresses that a code to sign in was asked for, if the API has `EmailLogin.code()`; without it the rule never
   * matches. Mail the `code` to `user.email`, or a link with the `token` behind a `#`: either is as good as a password, so store
   * them nowhere. An address without a user, which signs up by it, has nothing but that in `user`.
   *
   * @example
   * users.onAfterRequestLogin('Mail', { target: new targets.LambdaFunction(mailCode) });
   */
  public onAfterRequestLogin(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-request-login', id, options);
  }

  /**
   * A rule for users who verified their address with a token. A superuser who sets `is_verified` raises
   * `after-update` instead.
   */
  public onAfterVerify(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-verify', id, options);
  }

  /**
   * A rule for users who asked for a new address, if the API has `EmailChange.CONFIRM`; without it the rule
   * never matches. Mail the `token` to `new_email`, for `POST /confirm-email-change`, and tell
   * `user.email`, which is still the old address. An event without a token is about an address that
   * already has a user: mail nothing there.
   */
  public onAfterRequestEmailChange(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-request-email-change', id, options);
  }

  /**
   * A rule for successful logins. It switches the event on, as `loginEvents: true` does.
   *
   * @throws when the construct has `loginEvents: false`, or an import was not told of `loginEvents: true`
   */
  public onAfterLogin(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-login', id, options);
  }

  /**
   * A rule for logins from a device that is new for the user, if the API has `newDeviceEvents: true`; without it the rule never
   * matches. Tell the user, who may not have been the one: `ip` and `user_agent` in the event are those of the login.
   */
  public onAfterNewDevice(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-new-device', id, options);
  }

  /**
   * A rule for users whose address was locked after as many wrong passwords as `bruteForce` says, from one address
   * of the network or from all together, or after five wrong codes: tell the user, who may not have been the one that
   * guessed. `ip` and `user_agent` in the event are of the last wrong one. A user is told at most once an hour, of codes
   * (`method` in the event) apart from passwords.
   *
   * @example
   * users.onAfterLockout('Warn', { target: new targets.LambdaFunction(warnUser) });
   */
  public onAfterLockout(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-lockout', id, options);
  }

  /**
   * A rule for sessions that ended because a replaced refresh token was used again, as happens when it was
   * stolen: warn the user. `ip` and `user_agent` in the event are of the request that used it, which may
   * be the thief's or the user's own.
   */
  public onAfterRefreshReuse(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-refresh-reuse', id, options);
  }

  /**
   * A rule for accounts at providers that users got, by themselves or by the address: tell the user, as
   * anyone who has the account can sign in. `after-register` tells of the one that a new user came with.
   *
   * @example
   * users.onAfterAccountLink('Tell', { target: new targets.LambdaFunction(mailNewAccount) });
   */
  public onAfterAccountLink(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-account-link', id, options);
  }

  /**
   * A rule for accounts at providers that were removed from users, one by one. `after-reset-password` tells of
   * those that a reset removed.
   */
  public onAfterAccountUnlink(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-account-unlink', id, options);
  }

  /**
   * A rule for users who got a second factor: an authenticator app (`method` is `totp`), or new recovery codes
   * (`recovery_code`). Tell the user that logins now take a code.
   *
   * @example
   * users.onAfterMfaEnable('Tell', { target: new targets.LambdaFunction(mailMfaChange) });
   */
  public onAfterMfaEnable(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-mfa-enable', id, options);
  }

  /**
   * A rule for users whose authenticator app was removed, by themselves or by a superuser: tell the user, whose logins take one
   * factor again.
   */
  public onAfterMfaDisable(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-mfa-disable', id, options);
  }

  /**
   * A rule for logins with a recovery code; `codes_left` in the event says how many are left. Tell the user, who may not have
   * been the one that used it.
   */
  public onAfterRecoveryCode(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-recovery-code', id, options);
  }

  /** A rule for passkeys that users added: tell the user, as anyone who has the device can sign in. */
  public onAfterPasskeyAdd(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-passkey-add', id, options);
  }

  /** A rule for passkeys that were removed from users, one by one. */
  public onAfterPasskeyDelete(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-passkey-delete', id, options);
  }

  /** A rule for changed users; the event's `changed` names the fields. */
  public onAfterUpdate(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-update', id, options);
  }

  /** A rule for users who were deleted. */
  public onAfterDelete(id: string, options: OnEventOptions = {}): Rule {
    return this.on('after-delete', id, options);
  }

  /** A rule for all events of the construct, or for those that match `eventPattern`. */
  public onEvent(id: string, options: OnEventOptions = {}): Rule {
    return this.on(undefined, id, options);
  }

  private on(type: EventType | undefined, id: string, options: OnEventOptions): Rule {
    const eventPattern = patternOf(options, type);
    checkRulePlace(this.eventBus, options.crossStackScope ?? this);
    for (const each of eventPattern.detailType ?? []) {
      warnOfStranger(this, each);
      knowledgeOf(this).listensTo(each);
    }
    const rule = new Rule(this.rules, id, { ...options, eventBus: this.eventBus, eventPattern });
    rule.addTarget(options.target);
    return rule;
  }
}
