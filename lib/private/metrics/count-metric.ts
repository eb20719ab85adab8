import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IConstruct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import { METRIC_NAMESPACE, type MetricDimension } from '../../contract/metrics.ts';
import type { LoginMetricOptions } from '../../login-metric-options';
import { UsersApiError } from '../errors';
import { given } from '../given';

/**
 * A metric that the functions of a users API print; `lambda/http/metrics.ts` is the other end.
 *
 * @param authBackends `undefined` where they aren't known, and any name is taken
 */
export function countMetric(
  users: IConstruct & { readonly table: ITableV2 },
  metricName: string,
  { backend, ...options }: LoginMetricOptions,
  authBackends?: readonly AuthBackend[],
): Metric {
  const backends = authBackends?.map(({ name }) => name);
  if (backend !== undefined && backends?.includes(backend) === false) {
    throw new UsersApiError('backend', {
      got: backend,
      expected: `one of ${backends.map((name) => JSON.stringify(name)).join(', ')}`,
      fix: 'give the name of one of authBackends, or none for all of them',
    });
  }
  const dimensionsMap: Partial<Record<MetricDimension, string>> = {
    TableName: users.table.tableName,
    ...(backend !== undefined && { Backend: backend }),
  };
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: dimensionsMap as Record<string, string>,
    statistic: Stats.SUM,
    ...given(options),
  }).attachTo(users);
}
