import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AuthorizerOptions } from '../authorizer-options';
import type { LoginMetricOptions } from '../login-metric-options';
import { UsersApiGrants } from '../users-api-grants';
import { UsersApiMetrics } from '../users-api-metrics';
import { UsersApiOidc } from '../users-api-oidc';
import type { IUsersApi } from '../users-api-ref';
import { ListeningUsersApi } from './listening-users-api';
import { namesErrors } from './names-errors';

/**
 * What every users API does for its subscribers, wherever it was defined.
 *
 * jsii leaves an internal base class out and gives its public members to the classes below it.
 *
 * @internal
 */
@namesErrors
export abstract class UsersApiBase extends ListeningUsersApi implements IUsersApi {
  public abstract readonly adminEnvironment: { [name: string]: string };

  /** Permissions for code outside of this construct. */
  public readonly grants: UsersApiGrants;

  /** What CloudWatch measures: logins, errors, requests, events, and each function by its name. */
  public readonly metrics: UsersApiMetrics;

  /**
   * What services need that verify access tokens by themselves: issuer, audiences, and where the keys are.
   */
  public readonly oidc: UsersApiOidc;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.grants = UsersApiGrants.fromUsersApi(this);
    this.metrics = UsersApiMetrics.fromUsersApi(this);
    this.oidc = UsersApiOidc.fromUsersApi(this);
  }

  public abstract authorizer(options?: AuthorizerOptions): IHttpRouteAuthorizer;

  public abstract jwtAuthorizer(backend?: string): IHttpRouteAuthorizer;

  /**
   * Logins that succeeded, of all backends or of one.
   *
   * A metric with nothing to count has no data: treat missing data as not breaching.
   *
   * @default - sum over 5 minutes
   * @throws when there is no backend of the name
   */
  public metricLogins(options: LoginMetricOptions = {}): Metric {
    return this.metrics.logins(options);
  }

  /**
   * Logins that were refused: unknown address, wrong password, inactive or unverified user, of all
   * backends or of one. Requests that are no login (422), come from another site (403) or are throttled
   * (429) aren't counted.
   *
   * @default - sum over 5 minutes
   * @throws when there is no backend of the name
   *
   * @example
   * new cloudwatch.Alarm(this, 'Guessing', {
   *   metric: users.metricFailedLogins(),
   *   threshold: 500,
   *   evaluationPeriods: 1,
   *   treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
   * });
   */
  public metricFailedLogins(options: LoginMetricOptions = {}): Metric {
    return this.metrics.failedLogins(options);
  }

  /**
   * How often as many passwords were wrong as `bruteForce` allows for one name, from one address of the network or from
   * all together. Names count whether they have a user or not.
   *
   * @default - sum over 5 minutes
   *
   * @example
   * new cloudwatch.Alarm(this, 'Guessing', {
   *   metric: users.metricLockouts(),
   *   threshold: 20,
   *   evaluationPeriods: 1,
   *   treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
   * });
   */
  public metricLockouts(options: MetricOptions = {}): Metric {
    return this.metrics.lockouts(options);
  }

  /**
   * Logins whose hash was of another scheme or cost than `passwordHash` has now, and was replaced.
   *
   * @default - sum over 5 minutes
   */
  public metricOutdatedHashes(options: MetricOptions = {}): Metric {
    return this.metrics.outdatedHashes(options);
  }

  /**
   * Accounts that were registered, not created by an operator.
   *
   * @default - sum over 5 minutes
   */
  public metricRegistrations(options: MetricOptions = {}): Metric {
    return this.metrics.registrations(options);
  }

  /**
   * How old events were when the relay read them, in milliseconds.
   *
   * @default - maximum over 5 minutes
   */
  public metricEventAge(options: MetricOptions = {}): Metric {
    return this.metrics.eventAge(options);
  }
}
