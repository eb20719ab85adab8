import { describe, expect, test } from '@jest/globals';
import measured from '../../../bench/measured.json' with { type: 'json' };
import { answerOf, FIRST_WAITS, PLACE_MS } from '../../../scripts/cost/traffic/answers.ts';
import { answersOf, quantile, type Site } from '../../../scripts/cost/traffic/environments.ts';
import { simulated } from '../../../scripts/cost/traffic/tables.ts';
import { type Request, requestsOf } from '../../../scripts/cost/traffic/visits.ts';
import { randomFrom } from '../../../scripts/random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the requests of small traffic', () => {
  const requests = requestsOf(1_000, 50_000, randomFrom(1));

  test('are as many as are asked for, in their order', () => {
    expect(requests.length).toBeGreaterThan(48_000);
    expect(requests.length).toBeLessThan(52_000);
    expect(requests.map(({ at }) => at)).toEqual(
      requests.map(({ at }) => at).toSorted((one, other) => one - other),
    );
  });

  test('are the same for the same seed, and others for another', () => {
    expect(requestsOf(1_000, 50_000, randomFrom(1))).toEqual(requests);
    expect(requestsOf(1_000, 50_000, randomFrom(2))).not.toEqual(requests);
  });

  test('come by day rather than by night', () => {
    const inHour = (hour: number) =>
      requests.filter(({ at }) => Math.floor(at / HOUR) % 24 === hour).length;
    expect(inHour(20)).toBeGreaterThan(8 * inHour(3));
  });

  test('are those of each kind of visit, as often as it comes', () => {
    const of = (asked: Request['asked']) =>
      requests.filter((each) => each.asked === asked).length / requests.length;
    const visit = 0.1 * 7 + 0.05 * 5 + 0.4 * 5 + 0.45 * 4;
    expect(of('register')).toBeCloseTo(0.1 / visit, 2);
    expect(of('logout')).toBeCloseTo(0.4 / visit, 2);
    expect(of('get-me')).toBeCloseTo(0.6, 2);
  });
});

describe('the environments of functions', () => {
  const by = (requests: readonly Request[], site: Partial<Site> = {}) =>
    answersOf(requests, {
      layout: 'perAction',
      memoryOf: () => 1769,
      idleMs: 10 * MINUTE,
      ...site,
    }).map((each) => each.by);
  const visit: readonly Request[] = [
    { at: 0, asked: 'register' },
    { at: 20_000, asked: 'login' },
    { at: 40_000, asked: 'get-me' },
    { at: 9 * MINUTE, asked: 'get-me' },
    { at: 18 * MINUTE, asked: 'login' },
  ];

  test('start for each action where it has a function, and end when nobody asks them', () => {
    expect(by(visit)).toEqual(['cold', 'cold', 'cold', 'warm', 'cold']);
  });

  test('are shared by the actions of a group, which are loaded when they are asked for', () => {
    expect(by(visit, { layout: 'grouped' })).toEqual(['cold', 'joining', 'cold', 'warm', 'cold']);
  });

  test('that are kept ready have loaded all of them, and never end', () => {
    expect(by(visit, { layout: 'grouped', ready: 1 })).toEqual(Array(5).fill('warm'));
  });

  test('answer one at a time: another one starts for what comes meanwhile', () => {
    const both: readonly Request[] = [
      { at: 0, asked: 'get-me' },
      { at: 1, asked: 'get-me' },
      { at: MINUTE, asked: 'get-me' },
    ];
    expect(by(both)).toEqual(['cold', 'cold', 'warm']);
    expect(by(both, { ready: 1 })).toEqual(['warm', 'cold', 'warm']);
  });
});

describe('an answer', () => {
  const { loaded, first } = measured.coldCpuMs.perAction['get-me'];

  test('of a start takes the place, the code at a whole vCPU, and the rest at its share', () => {
    const at = (memory: number) => answerOf('get-me', 'cold', { layout: 'perAction', memory });
    const waits = (1 + FIRST_WAITS) * 5;
    expect(at(1769).billedMs).toBeCloseTo((loaded + first) * 1.5 + waits, 6);
    expect(at(1769).ms - at(1769).billedMs).toBeCloseTo(PLACE_MS, 6);
    expect(at(1769 / 4).billedMs).toBeCloseTo(loaded * 1.5 + first * 6 + waits, 6);
  });

  test('of an environment that has answered takes the CPU time of later answers', () => {
    const { ms, billedMs } = answerOf('get-me', 'warm', { layout: 'perAction', memory: 1769 });
    expect(ms).toBeCloseTo(measured.cpuMs['get-me'] * 1.5 + 5, 6);
    expect(billedMs).toBe(ms);
  });
});

describe('the simulation', () => {
  test('finds fewer cold starts with groups, and nearly none where one is kept ready', () => {
    const alone = simulated(1_000, 'perAction');
    const grouped = simulated(1_000, 'grouped');
    const ready = simulated(1_000, 'grouped', { ready: 1 });
    expect(grouped.cold).toBeLessThan(alone.cold);
    expect(ready.cold).toBeLessThan(0.01);
    expect(ready.p99).toBeLessThan(grouped.p99);
  });

  test('bills memory that is kept ready by the second', () => {
    const { lambda } = simulated(10, 'grouped', { ready: 1 });
    // Two of 1,769 MB for thirty days at 3.3334 for a million gigabyte-seconds, and 300 requests.
    const kept = 2 * (1769 / 1024) * 30 * 24 * 3600 * (3.3334 / 1_000_000);
    expect(lambda).toBeGreaterThan(kept);
    expect(lambda).toBeLessThan(kept + 0.01);
  });

  test('takes the value that so many are not above', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(quantile(values, 0.99)).toBe(99);
    expect(quantile([7], 0.99)).toBe(7);
  });
});
