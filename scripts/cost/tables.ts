/** The tables of `docs/cost.md`. */
import { ACTIONS } from '../../lib/contract/index.ts';
import type { Figures } from '../stacks/figures.ts';
import { stacks } from '../stacks/stacks.ts';
import { table } from '../tables/markdown.ts';
import {
  billedMs,
  cognito,
  priced,
  type Quantities,
  quantitiesOf,
  REGIONS,
  sum,
  total,
} from './bill.ts';
import list from './prices.json' with { type: 'json' };
import { KINDS, type RequestKind, relayOf, requestOf } from './requests.ts';

const MILLION = 1_000_000;
const [HERE] = REGIONS;
/** A million users: profile, credential and the entry in the list are less than 2 KB without custom fields. */
const STORED_GB = 2;

/** Series that the functions count, of an API with so many backends: a sum each, and of logins one for each backend. */
export function customMetrics(backends: number): number {
  const counted = ACTIONS.flatMap(({ counts, perBackend }) =>
    Object.values(counts ?? {}).map((name) => ({ name, perBackend })),
  );
  const names = (which: typeof counted) => new Set(which.map(({ name }) => name)).size;
  const errors = 1;
  return errors + names(counted) + backends * names(counted.filter((each) => each.perBackend));
}

/** What a month costs without a request. */
export function idleOf({ secrets, alarmMetrics, streamMetrics }: Figures): Quantities {
  return { secret: secrets, alarmMetric: alarmMetrics, customMetric: streamMetrics };
}

export const ofRequests = (kind: RequestKind, times = MILLION): Quantities => {
  const figures = stacks().refresh;
  return quantitiesOf(requestOf(kind, figures), times, relayOf(figures));
};

export const dollars = (amount: number) => amount.toFixed(2);
const both = (quantities: Quantities) =>
  REGIONS.map((region) => dollars(total(quantities, region)));

export function costIdle(): string {
  const { default: plain, refresh, factors, example, alarms } = stacks();
  const counted = (backends: number) => ({ customMetric: customMetrics(backends) });
  const rows: [string, string, Quantities][] = [
    ['`new UsersApi()`', described(plain), idleOf(plain)],
    ['the same with refresh tokens', described(refresh), idleOf(refresh)],
    [
      '`new UsersApi()` with authenticator apps, passkeys and codes by mail',
      described(factors),
      idleOf(factors),
    ],
    ['the example', described(example), idleOf(example)],
    ['`new UsersApi()` with `addAlarms()`', described(alarms), idleOf(alarms)],
    [
      'more with traffic in every hour, one backend',
      `${customMetrics(1)} custom metrics`,
      counted(1),
    ],
    ['the same with two backends', `${customMetrics(2)} custom metrics`, counted(2)],
    [
      'more for a million users',
      `${STORED_GB} GB in the table, which can be restored`,
      { storedGb: STORED_GB, recoverableGb: STORED_GB },
    ],
  ];
  return table(
    ['a month of', 'is', ...REGIONS],
    rows.map(([name, is, quantities]) => [name, is, ...both(quantities)]),
  );
}

function described({ secrets, alarmMetrics, streamMetrics }: Figures): string {
  const parts = [
    `${secrets} secrets`,
    `${alarmMetrics} ${alarmMetrics === 1 ? 'metric of an alarm' : 'metrics of alarms'}`,
    ...(streamMetrics > 0 ? [`${streamMetrics} custom metrics`] : []),
  ];
  return parts.join(', ');
}

export function costRequests(): string {
  const rows = (Object.keys(KINDS) as RequestKind[]).map((kind) => {
    const quantities = ofRequests(kind);
    const price = priced(quantities, HERE);
    const parts = [
      price.httpRequest,
      price.lambdaRequest + price.lambdaGbSecond,
      price.readUnit + price.writeUnit,
      price.event,
      price.loggedGb,
    ];
    return [KINDS[kind].name, ...parts.map(dollars), ...both(quantities)];
  });
  const parts = ['API Gateway', 'Lambda', 'DynamoDB', 'EventBridge', 'logs'];
  return table(['a million', ...parts, ...REGIONS], rows);
}

/** Sizes that a function which hashes could have: a part of a vCPU, one, and more than one. */
const HASHING_MB = [512, 1024, 1769, 3008];

/** A login by the memory of its function. */
export function costMemory(): string {
  const login = requestOf('login', stacks().refresh);
  const rows = HASHING_MB.map((memory) => {
    const request = { ...login, memory };
    const { lambdaGbSecond } = priced(quantitiesOf(request, MILLION), HERE);
    return [
      `${memory.toLocaleString('en-US')} MB`,
      `${Math.round(billedMs(request))} ms`,
      dollars(lambdaGbSecond),
    ];
  });
  return table(['memory', 'time of a login', 'a million cost'], rows);
}

/** Dollars of a month with so many active users, each with ten logins and a hundred reads. */
export function compared(users: number) {
  const requests = sum(ofRequests('login', 10 * users), ofRequests('getMe', 100 * users));
  const gb = (STORED_GB * users) / MILLION;
  const kept = { customMetric: customMetrics(1), storedGb: gb, recoverableGb: gb };
  const month = sum(idleOf(stacks().default), kept, requests);
  return {
    ours: total(month, HERE),
    lite: cognito('Lite', users),
    essentials: cognito('Essentials', users),
  };
}

export function costCompared(): string {
  const rows = [1_000, 100_000, 1_000_000, 10_000_000].map((users) => {
    const { ours, lite, essentials } = compared(users);
    return [users.toLocaleString('en-US'), ...[ours, lite, essentials].map(dollars)];
  });
  return table(['active users', 'cdk-users-api', 'Cognito Lite', 'Cognito Essentials'], rows);
}

export function costPrices(): string {
  const rows = Object.values(list.prices).map(({ of, per, page, read, ...price }) => [
    per === 1 ? `[${of}](${page})` : `a million times [${of}](${page})`,
    ...REGIONS.map((region) => `${price[region]}${region in read ? '' : ' *'}`),
  ]);
  return table(['USD for', ...REGIONS], rows);
}
