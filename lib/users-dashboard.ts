import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { dashboardRows } from './private/dashboard-rows';
import { namesErrors } from './private/names-errors';
import type { IUsersApi } from './users-api-ref';

/** Properties of `UsersDashboard`. */
export interface UsersDashboardProps {
  /** The API to show. Of an import it shows what is known of it. */
  readonly users: IUsersApi;

  /**
   * Name of the dashboard.
   *
   * @default - generated
   */
  readonly dashboardName?: string;
}

/**
 * A CloudWatch dashboard of a users API: logins, requests, each route's latency and errors, events, and what the
 * table consumes. CloudWatch bills a dashboard by the month; three are free in an account.
 *
 * @example
 * new UsersDashboard(this, 'Board', { users });
 */
@namesErrors
export class UsersDashboard extends Construct {
  /** The dashboard itself, to add widgets of your own. */
  public readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: UsersDashboardProps) {
    super(scope, id);
    const { users, dashboardName } = props;
    this.dashboard = new Dashboard(this, 'Dashboard', {
      ...(dashboardName !== undefined && { dashboardName }),
      widgets: dashboardRows(users),
    });
  }
}
