import {
  type CountMetric,
  METRIC_NAMESPACE,
  type MetricDimension,
} from '../lib/contract/metrics.ts';
import type { Clock } from './users/clock.ts';

/** Of one users API, and perhaps of one backend of it. */
export interface Counted {
  readonly tableName: string;
  readonly backend?: string;
  readonly clock: Clock;
}

/**
 * Prints a line in CloudWatch's embedded metric format, which needs no call and no permission
 * beyond the log's. It goes straight to the standard output: with Lambda's JSON log format
 * `console` would put the line inside another one, and a metric that is not at the top of its line
 * is lost.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @see https://github.com/awslabs/aws-embedded-metrics-node/pull/158
 */
export function printCount({ tableName, backend, clock }: Counted, name: CountMetric): void {
  const values: Partial<Record<MetricDimension, string>> = {
    TableName: tableName,
    ...(backend !== undefined && { Backend: backend }),
  };
  // The sum of all backends is a metric of its own, since an alarm can't search for its parts.
  const dimensions = backend === undefined ? [['TableName']] : [['TableName'], Object.keys(values)];
  const line = {
    _aws: {
      Timestamp: clock.now().getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: dimensions,
          Metrics: [{ Name: name, Unit: 'Count' }],
        },
      ],
    },
    ...values,
    [name]: 1,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
