import {
  ConcreteWidget,
  GraphWidget,
  type IMetric,
  type IWidget,
  LegendPosition,
  Metric,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IUsersApi } from '../users-api-ref';
import { available } from './available';
import { concernOfFunction } from './functions/function-names';
import { knowledgeOf } from './knowledge';

const WHOLE = 24;
const HEIGHT = 6;
const IN_A_ROW = 3;

/** The widgets of a dashboard, row by row. What an import doesn't know is left out. */
export function dashboardRows(users: IUsersApi): IWidget[][] {
  const { metrics } = users;
  return [
    ...section('Logins', [
      [
        'Logins',
        () => [
          metrics.logins({ label: 'Logins' }),
          metrics.failedLogins({ label: 'Failed' }),
          metrics.lockouts({ label: 'Lockouts' }),
        ],
      ],
      ['Registrations', () => [metrics.registrations({ label: 'Registrations' })]],
      ['Errors of all functions', () => [metrics.errors({ label: 'Errors' })]],
    ]),
    ...section('Requests', [
      [
        'Requests to the HTTP API',
        () => [
          metrics.requests({ label: 'All' }),
          metrics.clientErrors({ label: '4xx' }),
          metrics.serverErrors({ label: '5xx' }),
        ],
      ],
      [
        'Latency of the HTTP API, ms',
        () =>
          [50, 95, 99].map((percent) =>
            metrics.latency({ statistic: Stats.p(percent), label: `p${percent}` }),
          ),
      ],
    ]),
    ...section('Routes', ofFunctions(users)),
    ...section('Events', [
      ['Age of events, ms', () => [metrics.eventAge({ label: 'Oldest' })]],
      [
        'Batches of events',
        () => [
          metrics.functionInvocations('relay', { label: 'All' }),
          metrics.functionErrors('relay', { label: 'Failed' }),
        ],
      ],
    ]),
    ...section('Table', [
      [
        'Consumed capacity units',
        () => [
          ofTable(users, 'ConsumedReadCapacityUnits', 'Read'),
          ofTable(users, 'ConsumedWriteCapacityUnits', 'Write'),
        ],
      ],
      [
        'Throttled by DynamoDB',
        () => [
          ofTable(users, 'ReadThrottleEvents', 'Reads'),
          ofTable(users, 'WriteThrottleEvents', 'Writes'),
        ],
      ],
    ]),
  ];
}

/** Of each concern how long its functions take, and what fails of all of them; the label is the route. */
function ofFunctions(users: IUsersApi): Draft[] {
  const { metrics } = users;
  const { functionNames, routeOf } = knowledgeOf(users);
  const all = (metricOf: (name: string, label: string) => Metric, concern?: string) => () =>
    functionNames()
      .filter((name) => concern === undefined || concernOfFunction(name) === concern)
      .map((name) => metricOf(name, routeOf(name) ?? name));
  const concerns = [...new Set(functionNames().flatMap((name) => concernOfFunction(name) ?? []))];
  if (concerns.length === 0) return [];
  return [
    ...concerns
      .filter((concern) => concern !== 'events')
      .map(
        (concern): Draft => [
          `${concern}: duration, p95, ms`,
          all((name, label) => metrics.functionDuration(name, { label }), concern),
          'functions',
        ],
      ),
    [
      'Functions that failed',
      all((name, label) => metrics.functionErrors(name, { label })),
      'functions',
    ],
    [
      'Functions that were throttled',
      all((name, label) => metrics.functionThrottles(name, { label })),
      'functions',
    ],
  ];
}

/** A graph before its width is known. */
type Draft = readonly [title: string, metrics: () => IMetric[], of?: 'functions'];

/** A heading, and its graphs side by side; nothing where none of their metrics is known. */
function section(title: string, drafts: readonly Draft[]): IWidget[][] {
  const known = drafts.filter(([, metrics]) => available(metrics) !== undefined);
  if (known.length === 0) return [];
  const heading = new TextWidget({ markdown: `## ${title}`, width: WHOLE, height: 1 });
  const rows = [...Array(Math.ceil(known.length / IN_A_ROW)).keys()].map((row) =>
    known.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  );
  return [
    [heading],
    ...rows.map((row) => row.map((draft) => new LateGraph(draft, WHOLE / row.length))),
  ];
}

/** Its metrics are those at synth: functions of authorizers are made when a route asks for one. */
class LateGraph extends ConcreteWidget {
  private readonly title: string;
  private readonly metrics: () => IMetric[];
  private readonly isOfFunctions: boolean;

  constructor([title, metrics, of]: Draft, width: number) {
    super(width, HEIGHT);
    this.title = title;
    this.metrics = metrics;
    this.isOfFunctions = of === 'functions';
  }

  toJson() {
    const graph = new GraphWidget({
      title: this.title,
      width: this.width,
      height: this.height,
      left: this.metrics(),
      leftYAxis: { min: 0, showUnits: false },
      // Routes are long, and there are many.
      legendPosition: this.isOfFunctions ? LegendPosition.RIGHT : LegendPosition.BOTTOM,
    });
    graph.position(this.x ?? 0, this.y ?? 0);
    return graph.toJson();
  }
}

function ofTable({ table }: IUsersApi, metricName: string, label: string): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: table.tableName },
    statistic: Stats.SUM,
    label,
  });
}
