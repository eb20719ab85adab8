/** The tables of `docs/cost.md` about small traffic. */
import { randomFrom } from '../../random.ts';
import { stacks } from '../../stacks/stacks.ts';
import { table } from '../../tables/markdown.ts';
import { priced, quantitiesOf, REGIONS, total } from '../bill.ts';
import { requestOf } from '../requests.ts';
import { ASKED, type Asked, answerOf, type Layout } from './answers.ts';
import { type Answered, answersOf, functionOf, quantile, type Site } from './environments.ts';
import { requestsOf } from './visits.ts';

const MINUTE = 60_000;
/** How long Lambda is taken to keep an environment that nobody asks. */
const IDLE_MS = 10 * MINUTE;
const MONTH_S = 30 * 24 * 3600;
const [HERE] = REGIONS;
const SEED = 20_261_128;
const AT_LEAST = 20_000;

/** MB of functions, from the templates. */
function memoryIn(layout: Layout): (asked: Asked) => number {
  const { refresh: perAction, grouped } = stacks();
  const { memory } = layout === 'perAction' ? perAction : grouped;
  return (asked) => {
    const mb = memory[layout === 'perAction' ? asked : 'group'];
    if (mb === undefined) throw new Error(`no function of ${asked}`);
    return mb;
  };
}

interface Simulated {
  /** What of the requests meets a cold start. */
  readonly cold: number;
  readonly p99: number;
  /** Dollars a month for Lambda. */
  readonly lambda: number;
}

/** A site with so many requests a day. */
export function simulated(perDay: number, layout: Layout, more: Partial<Site> = {}): Simulated {
  const site: Site = { layout, memoryOf: memoryIn(layout), idleMs: IDLE_MS, ...more };
  const answers = answersOf(requestsOf(perDay, AT_LEAST, randomFrom(SEED)), site);
  return {
    cold: answers.filter(({ by }) => by === 'cold').length / answers.length,
    p99: quantile(
      answers.map(({ ms }) => ms),
      0.99,
    ),
    lambda: lambdaOf(answers, perDay, site),
  };
}

function lambdaOf(answers: readonly Answered[], perDay: number, site: Site): number {
  const { layout, memoryOf, ready = 0 } = site;
  const times = (30 * perDay) / answers.length;
  const gbSeconds = (which: readonly Answered[]) =>
    which.reduce((sum, { asked, billedMs }) => sum + gb(memoryOf(asked)) * (billedMs / 1000), 0);
  const memories = new Map(ASKED.map((asked) => [functionOf(layout, asked), memoryOf(asked)]));
  const kept = [...memories.values()].reduce((sum, memory) => sum + gb(memory), 0);
  return total(
    {
      lambdaRequest: 30 * perDay,
      lambdaGbSecond: times * gbSeconds(answers.filter(({ isReady }) => !isReady)),
      readyRunGbSecond: times * gbSeconds(answers.filter(({ isReady }) => isReady)),
      readyGbSecond: ready * kept * MONTH_S,
    },
    HERE,
  );
}

const gb = (memory: number) => memory / 1024;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const ms = (value: number) => `${Math.round(value).toLocaleString('en-US')} ms`;
const count = (value: number) => value.toLocaleString('en-US');

export function costSmallTraffic(): string {
  const rows = [10, 100, 1_000, 10_000, 100_000].map((perDay) => {
    const all = [
      simulated(perDay, 'perAction'),
      simulated(perDay, 'grouped'),
      simulated(perDay, 'grouped', { ready: 1 }),
    ];
    return [
      count(perDay),
      ...all.flatMap(({ cold, p99 }) => [percent(cold), ms(p99)]),
      ...all.map(({ lambda }) => lambda.toFixed(2)),
    ];
  });
  const names = ['per action', 'grouped', 'kept ready'];
  return table(
    [
      'requests a day',
      ...names.flatMap((name) => [`${name}: cold`, 'p99']),
      ...names.map((name) => `${name}, a month`),
    ],
    rows,
  );
}

/** How much of it hangs on what nobody but AWS knows. */
export function costIdleTime(): string {
  const rows = [5, 10, 45].map((minutes) => {
    const idleMs = minutes * MINUTE;
    const of = (perDay: number) =>
      (['perAction', 'grouped'] as const).map((layout) =>
        percent(simulated(perDay, layout, { idleMs }).cold),
      );
    return [`${minutes} minutes`, ...of(100), ...of(1_000)];
  });
  const both = (perDay: string) => [`${perDay} a day: per action`, 'grouped'];
  return table(['an environment lives', ...both('100'), ...both('1,000')], rows);
}

const MEMORIES = [256, 512, 1024, 1769, 3008];

/** Time and price by memory: of cold and warm answers, one function for each action. */
export function costColdMemory(): string {
  const of = (asked: 'get-me' | 'login', kind: 'getMe' | 'login', memory: number) => {
    const [cold, warm] = (['cold', 'warm'] as const).map((by) =>
      answerOf(asked, by, { layout: 'perAction', memory }),
    );
    const request = { ...requestOf(kind, stacks().refresh), memory };
    const { lambdaGbSecond } = priced(quantitiesOf(request, 1_000_000), HERE);
    return [ms(cold?.ms ?? Number.NaN), ms(warm?.ms ?? Number.NaN), lambdaGbSecond.toFixed(2)];
  };
  const rows = MEMORIES.map((memory) => [
    `${count(memory)} MB`,
    ...of('get-me', 'getMe', memory),
    ...of('login', 'login', memory),
  ]);
  const columns = ['cold', 'warm', 'a million warm'];
  return table(
    [
      'memory',
      ...columns.map((each) => `\`GET /me\`, ${each}`),
      ...columns.map((each) => `login, ${each}`),
    ],
    rows,
  );
}
