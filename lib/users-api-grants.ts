import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TableAccess } from './contract/action.ts';
import { MANAGE_USERS, READ_USERS } from './contract/administration.ts';
import type { Feature } from './contract/features.ts';
import { checkSubscription, subscriptionStatements } from './private/events/subscriptions';
import { keyStatements, rowsWith, tableStatements } from './private/functions/policies';

/** What a grantee of `UsersApiGrants.subscribe` may listen to. */
export interface SubscriptionOptions {
  /**
   * Detail types, such as `after-register`. `after-forgot-password` carries a reset token,
   * `after-request-verify` a verification token.
   */
  readonly events: string[];

  /**
   * What the names of the rules begin with that the grantee may make, change and remove. Rules with
   * other names, those of `onEvent` and its like among them, are out of its reach.
   *
   * @default 'subscription-'
   */
  readonly ruleNamePrefix?: string;
}

/**
 * Permissions on the users of one API, for code outside of it: a nightly job, a back office. What
 * uses them is the admin client, `cdk-users-api/admin`.
 *
 * To hear of events in a stack takes no grant: a rule of `onEvent` and its like gives the bus the right
 * to call its target. `subscribe` is for who makes rules at run time.
 *
 * @example
 * const report = new lambda.Function(this, 'Report', {
 *   // ...
 *   environment: users.adminEnvironment,
 * });
 * users.grants.readUsers(report);
 */
export class UsersApiGrants {
  /** @internal */
  public static _of(
    table: ITableV2,
    eventBus: IEventBus,
    features: readonly Feature[],
  ): UsersApiGrants {
    return new UsersApiGrants(table, eventBus, features);
  }

  private readonly table: ITableV2;
  private readonly eventBus: IEventBus;
  private readonly features: readonly Feature[];

  private constructor(table: ITableV2, eventBus: IEventBus, features: readonly Feature[]) {
    this.table = table;
    this.eventBus = eventBus;
    this.features = features;
  }

  /**
   * To find users by id and by address, and to list them and their sessions. A hash, of a password or of
   * a session's secret, can't be read: IAM allows
   * a request only when it names the attributes it wants, and none of them is the hash.
   */
  public readUsers(grantee: IGrantable): Grant {
    return this.allow(grantee, READ_USERS);
  }

  /**
   * To read, create, change and delete users, and to end their sessions. Whoever has it can become
   * any user, superusers included, so grant it as you would grant that.
   */
  public manageUsers(grantee: IGrantable): Grant {
    return this.allow(grantee, MANAGE_USERS);
  }

  /**
   * To make rules on the bus for some of its events, and for no others: IAM allows a rule only when
   * its pattern names this source and just these detail types.
   *
   * @throws when there is no event, one that the API does not raise, or a prefix that no rule can have
   */
  public subscribe(grantee: IGrantable, options: SubscriptionOptions): Grant {
    checkSubscription(options);
    return grantAll(grantee, subscriptionStatements(this.eventBus, options));
  }

  private allow(grantee: IGrantable, rows: readonly TableAccess[]): Grant {
    return grantAll(grantee, [
      ...tableStatements(rows, this.table, this.features),
      ...keyStatements(rowsWith(this.features, rows), this.table, []),
    ]);
  }
}

function grantAll(grantee: IGrantable, statements: readonly PolicyStatement[]): Grant {
  return statements
    .map(({ actions, resources, conditions }) =>
      Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }),
    )
    .reduce((all, grant) => all.combine(grant));
}
