import * as z from 'zod';

/**
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const dimension = z.string().min(1).max(250);
const metadata = z.strictObject({
  Timestamp: z.int().positive(),
  CloudWatchMetrics: z.array(
    z.strictObject({
      Namespace: z.string().min(1).max(1024),
      Dimensions: z.array(z.array(dimension).max(30)).min(1),
      Metrics: z
        .array(z.strictObject({ Name: z.string().min(1).max(1024), Unit: z.literal('Count') }))
        .max(100),
    }),
  ),
});

/** One value of one metric, under one set of dimensions. */
export interface Datum {
  readonly metric: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * What CloudWatch takes from a line: a value for each metric and each set of its dimensions.
 *
 * @throws for a line that is not in the embedded metric format
 */
export function dataOf(line: unknown): Datum[] {
  const root = z.looseObject({ _aws: metadata }).parse(line);
  return root._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => ({
        metric: `${Namespace}/${Name}`,
        value: z.number().parse(root[Name]),
        dimensions: Object.fromEntries(
          names.map((name) => [name, z.string().min(1).max(1024).parse(root[name])]),
        ),
      })),
    ),
  );
}
