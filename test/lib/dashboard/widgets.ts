import type { Template } from 'aws-cdk-lib/assertions';
import type { DashboardBody } from './draw';

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
  return bodyOf(template).widgets.map(
    ({ x, y, width, height, properties: { markdown, title, metrics = [] } }) => ({
      ...{ x, y, width, height },
      ...(markdown !== undefined && { heading: markdown.replace(/^#+ /, '') }),
      ...(title !== undefined && { title }),
      ...(title !== undefined && { labels: metrics.map(labelOf) }),
    }),
  );
}

/** The dashboard of a template, with a word for each value that only the deployment knows. */
export function bodyOf(template: Template): DashboardBody {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(textOf(dashboard?.Properties.DashboardBody));
}

/** The last entry of a metric has its options. */
function labelOf(metric: readonly unknown[]): string {
  return String(Object(metric.at(-1)).label);
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const { 'Fn::Join': join } = Object(body);
  return join === undefined ? 'token' : join[1].map(textOf).join(join[0]);
}
