import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  type Grant,
  GrantableResources,
  type IGrantable,
  type IResourceWithPolicyV2,
} from 'aws-cdk-lib/aws-iam';
import { createUser } from './contract/accounts.ts';
import type { TableAccess } from './contract/action.ts';
import { MANAGE_USERS, READ_USERS } from './contract/administration.ts';
import { checkSubscription, subscriptionStatements } from './private/events/subscriptions';
import { mayListen } from './private/events/unheard-tokens';
import { keyAccess } from './private/functions/key-access';
import { rowsWith, tableStatements } from './private/functions/policies';
import { grantAll } from './private/granting';
import { knowledgeOf } from './private/knowledge';
import { namesUsersApi } from './private/names-errors';
import type { IUsersApiResources } from './users-api-resources';

/** What a grantee of `UsersApiGrants.subscribe` may listen to. */
export interface SubscriptionOptions {
  /**
   * Detail types, such as `after-register`. `after-forgot-password` carries a reset token,
   * `after-request-verify` a verification token.
   */
  readonly events: string[];

  /**
   * Prefix of the names of rules that the grantee may make, change and remove. It can't touch rules with
   * other names, such as those of `onEvent` and `onAfterX`.
   *
   * @default 'subscription-'
   */
  readonly ruleNamePrefix?: string;
}

/**
 * Permissions on the users of one API, for code outside it, such as a nightly job or a back office. The
 * admin client, `cdk-users-api/admin`, uses them.
 *
 * Subscribing to events in a stack needs no grant: a rule of `onEvent` or `onAfterX` gives the bus the
 * right to call its target. `subscribe` is for code that makes rules at run time.
 *
 * @example
 * const report = new NodejsFunction(this, 'Report', {
 *   entry: 'src/report.ts',
 *   environment: users.adminEnvironment,
 * });
 * users.grants.readUsers(report);
 */
@namesUsersApi
export class UsersApiGrants {
  /** Of a users API, defined in this app or imported. An import has to know its table. */
  public static fromUsersApi(users: IUsersApiResources): UsersApiGrants {
    return new UsersApiGrants(users);
  }

  private readonly users: IUsersApiResources;

  private constructor(users: IUsersApiResources) {
    this.users = users;
  }

  /**
   * Finds users by id and by address, and lists them, their sessions and their accounts at providers. It can't read a hash of a password
   * or of a session's secret: IAM allows a request only if it names the attributes it wants, and no hash
   * is among them.
   *
   * A principal of another account is let in by the resource policy of the table as well, and by that of its key, where
   * this app defines them.
   */
  public readUsers(grantee: IGrantable): Grant {
    return this.allow(grantee, READ_USERS, 'grants.readUsers');
  }

  /**
   * Reads, creates, changes and deletes users, ends their sessions and removes their accounts at providers. Code with this permission can
   * become any user, superusers included.
   */
  public manageUsers(grantee: IGrantable): Grant {
    return this.allow(grantee, MANAGE_USERS, 'grants.manageUsers');
  }

  /**
   * Creates users, superusers included: what the function `create-user` may do, for an operator's own code.
   *
   * **As much trust as `manageUsers`.** The admin client refuses an address that has a user; IAM can't, as it doesn't
   * know the condition of a write. Code that calls DynamoDB by itself can put a profile or a credential over one that is
   * there, and so sign in as any user, superusers included, or destroy one. It reads no user and no hash.
   */
  public createUsers(grantee: IGrantable): Grant {
    return this.allow(grantee, createUser.table, 'grants.createUsers');
  }

  /**
   * Makes rules on the bus for these events, and for no others: IAM allows a rule only if its pattern names
   * this source and only these detail types.
   *
   * @throws when no event is given, or one that the API does not raise, or a prefix that no rule can have
   */
  public subscribe(grantee: IGrantable, options: SubscriptionOptions): Grant {
    checkSubscription(options);
    for (const event of options.events) knowledgeOf(this.users).listensTo(event);
    mayListen(this.users, options.events);
    const { eventBus } = this.users;
    return grantAll(
      this.users,
      grantee,
      subscriptionStatements(eventBus, options).map((statement) => ({ statement })),
      { name: 'grants.subscribe', account: eventBus.env.account },
    );
  }

  private allow(grantee: IGrantable, rows: readonly TableAccess[], name: string): Grant {
    const { table } = this.users;
    const { features } = knowledgeOf(this.users);
    const onKey = keyAccess(rowsWith(features, rows), table);
    return grantAll(
      this.users,
      grantee,
      [
        ...tableStatements([{ rows, features }], table).map((statement) => ({
          statement,
          on: withPolicy(table),
        })),
        ...onKey.map(({ key, statement }) => ({ statement, on: key })),
      ],
      { name, account: table.env.account },
    );
  }
}

/** A table that has a policy of its own, as a `TableV2` does. */
function withPolicy(table: ITableV2): (ITableV2 & IResourceWithPolicyV2) | undefined {
  return GrantableResources.isResourceWithPolicy(table) ? table : undefined;
}
