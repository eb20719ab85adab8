import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { LoginMetricOptions } from './login-metric-options';
import { given } from './private/given';
import { knowledgeOf } from './private/knowledge';
import { countMetric } from './private/metrics/count-metric';
import { namesUsersApi } from './private/names-errors';
import type { IUsersApiResources } from './users-api-resources';

/**
 * What CloudWatch measures of one users API. A metric with nothing to count has no data: treat missing data
 * as not breaching.
 *
 * @example
 * new cloudwatch.Alarm(this, 'LoginFails', {
 *   metric: users.metrics.functionErrors('login-jwt'),
 *   threshold: 1,
 *   evaluationPeriods: 1,
 *   treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
 * });
 */
@namesUsersApi
export class UsersApiMetrics {
  /** Of a users API, defined in this app or imported. An import has to know its table. */
  public static fromUsersApi(users: IUsersApiResources): UsersApiMetrics {
    return new UsersApiMetrics(users);
  }

  private readonly users: IUsersApiResources;

  private constructor(users: IUsersApiResources) {
    this.users = users;
  }

  /**
   * Any count that the functions make, by its name in the namespace `UsersApi`, such as `Logins`.
   *
   * @default - sum over 5 minutes
   */
  public metric(metricName: string, options: MetricOptions = {}): Metric {
    return countMetric(this.users, metricName, options);
  }

  /**
   * What the functions failed to do, all of them together, so that one alarm is enough: responses of 5xx,
   * batches of events that have to be tried again, events that can never be published, and calls of operators,
   * rotations and authorizers that threw. Refusals aren't counted.
   *
   * A function that was throttled, ran out of memory or didn't start can't count itself:
   * `serverErrors` has those with a route, and `functionErrors` each of them.
   *
   * @default - sum over 5 minutes
   */
  public errors(options: MetricOptions = {}): Metric {
    return countMetric(this.users, 'Errors', options);
  }

  /**
   * Logins that succeeded, of all backends or of one.
   *
   * @default - sum over 5 minutes
   * @throws when there is no backend of the name
   */
  public logins(options: LoginMetricOptions = {}): Metric {
    return this.loginMetric('Logins', options);
  }

  /**
   * Logins that were refused: unknown address, wrong password, inactive or unverified user, of all
   * backends or of one.
   *
   * @default - sum over 5 minutes
   * @throws when there is no backend of the name
   */
  public failedLogins(options: LoginMetricOptions = {}): Metric {
    return this.loginMetric('FailedLogins', options);
  }

  /**
   * How often as many passwords were wrong as `bruteForce` allows for one name, from one address of the network or from
   * all together. Names count whether they have a user or not.
   *
   * @default - sum over 5 minutes
   */
  public lockouts(options: MetricOptions = {}): Metric {
    return countMetric(this.users, 'Lockouts', options);
  }

  /**
   * Logins whose hash was of another scheme or cost than `passwordHash` has now, and was replaced. When it has been zero for as long as a
   * user may stay away, `importedHashes` has done its work.
   *
   * @default - sum over 5 minutes
   */
  public outdatedHashes(options: MetricOptions = {}): Metric {
    return countMetric(this.users, 'OutdatedHashes', options);
  }

  /**
   * Accounts that were registered, not created by an operator.
   *
   * @default - sum over 5 minutes
   */
  public registrations(options: MetricOptions = {}): Metric {
    return countMetric(this.users, 'Registrations', options);
  }

  /**
   * New passwords that were taken without the check of `breachedPasswords`, since the service didn't answer in time.
   *
   * @default - sum over 5 minutes
   */
  public uncheckedPasswords(options: MetricOptions = {}): Metric {
    return countMetric(this.users, 'UncheckedPasswords', options);
  }

  /**
   * How old events were when the relay read them, in milliseconds.
   *
   * @default - maximum over 5 minutes
   */
  public eventAge(options: MetricOptions = {}): Metric {
    return this.ofFunction('relay', 'IteratorAge', { statistic: Stats.MAXIMUM, ...given(options) });
  }

  /**
   * Events that could not be published for 23 hours, and are in `UsersApi.undeliveredEvents`. Asking for it
   * has Lambda count them, which CloudWatch bills as custom metrics.
   *
   * @default - sum over 5 minutes
   * @throws for an import, which can't have them counted
   */
  public undeliveredEvents(options: MetricOptions = {}): Metric {
    return this.ofStream('undeliveredEvents', 'OnFailureDestinationDeliveredEventCount', options);
  }

  /**
   * Events that can never be published, and that the relay put into `UsersApi.undeliveredEvents` at once: their records
   * can't be read, or EventBridge refuses them for what they are.
   *
   * @default - sum over 5 minutes
   */
  public eventsSetAside(options: MetricOptions = {}): Metric {
    return countMetric(this.users, 'SetAsideEvents', options);
  }

  /**
   * Objects in `UsersApi.undeliveredEvents`, as S3 counts them once a day: also those that were deleted within the last
   * week, which can still be restored.
   *
   * @default - average over 1 day, the one statistic that S3 has of it
   * @throws for an import, which doesn't know the bucket
   */
  public undeliveredObjects(options: MetricOptions = {}): Metric {
    return new Metric({
      namespace: 'AWS/S3',
      metricName: 'NumberOfObjects',
      dimensionsMap: {
        BucketName: knowledgeOf(this.users).undeliveredBucket('undeliveredObjects'),
        StorageType: 'AllStorageTypes',
      },
      statistic: Stats.AVERAGE,
      period: Duration.days(1),
      ...given(options),
    }).attachTo(this.users);
  }

  /**
   * Events that Lambda has dropped: they could not be published for 23 hours, and it could not put them into
   * `UsersApi.undeliveredEvents` either. Those that the stream itself drops after 24 hours, since nobody has read it, are not
   * among them: `readRecords` shows that. Asking for it has Lambda count them, as with `undeliveredEvents`.
   *
   * @default - sum over 5 minutes
   * @throws for an import, which can't have them counted
   */
  public droppedEvents(options: MetricOptions = {}): Metric {
    return this.ofStream('droppedEvents', 'DroppedEventCount', options);
  }

  /**
   * Records that Lambda read from the table's stream, those without an event included: 0 when there was nothing to
   * read, and no data at all when it can't read. Asking for it has Lambda count them, as with `undeliveredEvents`.
   *
   * @default - sum over 5 minutes
   * @throws for an import, which can't have them counted
   */
  public readRecords(options: MetricOptions = {}): Metric {
    return this.ofStream('readRecords', 'PolledEventCount', options);
  }

  /**
   * Requests to the HTTP API. Where it was given to `UsersApi`, those of its other routes are among them, here and
   * in the next three.
   *
   * @default - sum over 5 minutes
   */
  public requests(options: MetricOptions = {}): Metric {
    return this.ofApi('Count', options);
  }

  /**
   * Requests that the HTTP API answered with 4xx: refusals of all kinds.
   *
   * @default - sum over 5 minutes
   */
  public clientErrors(options: MetricOptions = {}): Metric {
    return this.ofApi('4xx', options);
  }

  /**
   * Requests that the HTTP API answered with 5xx, also those whose function was throttled, ran out of time or
   * memory, or didn't start.
   *
   * @default - sum over 5 minutes
   */
  public serverErrors(options: MetricOptions = {}): Metric {
    return this.ofApi('5xx', options);
  }

  /**
   * Milliseconds from a request to its response, as API Gateway measures them.
   *
   * @default - 95th percentile over 5 minutes
   */
  public latency(options: MetricOptions = {}): Metric {
    return this.ofApi('Latency', { statistic: Stats.p(95), ...given(options) });
  }

  /**
   * Invocations of one function.
   *
   * @param name of the function in `UsersApi.functions`, such as `register`
   * @default - sum over 5 minutes
   * @throws when there is no such function, or an import doesn't know it
   */
  public functionInvocations(name: string, options: MetricOptions = {}): Metric {
    return this.ofFunction(name, 'Invocations', { statistic: Stats.SUM, ...given(options) });
  }

  /**
   * Invocations of one function that ended without a response: it threw, timed out, ran out of memory or
   * didn't start. A response of 5xx is none of these; `errors` counts it.
   *
   * @param name of the function in `UsersApi.functions`, such as `register`
   * @default - sum over 5 minutes
   * @throws when there is no such function, or an import doesn't know it
   */
  public functionErrors(name: string, options: MetricOptions = {}): Metric {
    return this.ofFunction(name, 'Errors', { statistic: Stats.SUM, ...given(options) });
  }

  /**
   * Milliseconds that invocations of one function took, without cold starts.
   *
   * @param name of the function in `UsersApi.functions`, such as `register`
   * @default - 95th percentile over 5 minutes
   * @throws when there is no such function, or an import doesn't know it
   */
  public functionDuration(name: string, options: MetricOptions = {}): Metric {
    return this.ofFunction(name, 'Duration', { statistic: Stats.p(95), ...given(options) });
  }

  /**
   * Invocations of one function that Lambda refused, since too many ran at once.
   *
   * @param name of the function in `UsersApi.functions`, such as `register`
   * @default - sum over 5 minutes
   * @throws when there is no such function, or an import doesn't know it
   */
  public functionThrottles(name: string, options: MetricOptions = {}): Metric {
    return this.ofFunction(name, 'Throttles', { statistic: Stats.SUM, ...given(options) });
  }

  private loginMetric(metricName: 'Logins' | 'FailedLogins', options: LoginMetricOptions): Metric {
    return countMetric(this.users, metricName, options, knowledgeOf(this.users).authBackends);
  }

  private ofApi(metricName: string, options: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: this.users.httpApi.apiId },
      statistic: Stats.SUM,
      ...given(options),
    }).attachTo(this.users);
  }

  /** What Lambda counts of the mapping that brings the table's stream to the relay. */
  private ofStream(asked: string, metricName: string, options: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: { EventSourceMappingUUID: knowledgeOf(this.users).countedMapping(asked) },
      statistic: Stats.SUM,
      ...given(options),
    }).attachTo(this.users);
  }

  private ofFunction(name: string, metricName: string, options: MetricOptions): Metric {
    return knowledgeOf(this.users).functionNamed(name).metric(metricName, given(options));
  }
}
