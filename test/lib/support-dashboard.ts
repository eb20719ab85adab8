import type { Template } from 'aws-cdk-lib/assertions';

/** A widget of a dashboard, by what a reader sees of it. */
export interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Of a text. */
  readonly heading?: string;
  /** Of a graph. */
  readonly title?: string;
  readonly labels?: readonly string[];
}

/** The widgets of the one dashboard of a template, in its order. */
export function widgetsOf(template: Template): readonly Widget[] {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return (JSON.parse(textOf(dashboard?.Properties.DashboardBody)).widgets as Body[]).map(
    ({ x, y, width, height, properties: { markdown, title, metrics = [] } }) => ({
      ...{ x, y, width, height },
      ...(markdown !== undefined && { heading: markdown.replace(/^#+ /, '') }),
      ...(title !== undefined && { title }),
      ...(title !== undefined && { labels: metrics.map(labelOf) }),
    }),
  );
}

interface Body extends Pick<Widget, 'x' | 'y' | 'width' | 'height'> {
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

/** The last entry of a metric has its options. */
function labelOf(metric: readonly unknown[]): string {
  return String(Object(metric.at(-1)).label);
}

/** The body with a word for each value that only the deployment knows. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const { 'Fn::Join': join } = Object(body);
  if (join === undefined) return 'token';
  return join[1].map(textOf).join(join[0]);
}
