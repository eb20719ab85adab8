import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** Options of the metrics of logins. */
export interface LoginMetricOptions extends MetricOptions {
  /**
   * Name of the authentication backend whose logins are counted, such as `jwt`.
   *
   * @default - all backends together
   */
  readonly backend?: string;
}
