import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { MANAGE_USERS, READ_USERS, type TableAccess } from './private/actions';
import { keyStatements, tableStatements } from './private/policies';

/**
 * Permissions on the users of one API, for code outside of it: a nightly job, a back office. What
 * uses them is the admin client, `cdk-users-api/admin`.
 *
 * To hear of events takes no grant: a rule of `onEvent` and its like gives the bus the right to call
 * its target.
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
  public static _of(table: ITableV2): UsersApiGrants {
    return new UsersApiGrants(table);
  }

  private readonly table: ITableV2;

  private constructor(table: ITableV2) {
    this.table = table;
  }

  /**
   * To find users by id and by address, and to list them. A password's hash can't be read: IAM allows
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

  private allow(grantee: IGrantable, rows: readonly TableAccess[]): Grant {
    const statements = [
      ...tableStatements(rows, this.table, { loginEvents: false }),
      ...keyStatements(rows, this.table, []),
    ];
    return statements
      .map((statement) =>
        Grant.addToPrincipal({
          grantee,
          actions: statement.actions,
          resourceArns: statement.resources,
          conditions: statement.conditions,
        }),
      )
      .reduce((all, grant) => all.combine(grant));
  }
}
