import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  billedMs,
  cognito,
  priced,
  quantitiesOf,
  type Request,
  total,
} from '../../../scripts/cost/bill.ts';
import list from '../../../scripts/cost/prices.json' with { type: 'json' };
import { KINDS } from '../../../scripts/cost/requests.ts';
import { customMetrics, dollars, idleOf, ofRequests } from '../../../scripts/cost/tables.ts';
import { stacks } from '../../../scripts/stacks/stacks.ts';

const LOGIN: Request = { cpuMs: 80, memory: 1769, waits: 1, reads: 1, writes: 0, lines: 2 };
const RELAY: Request = { ...LOGIN, cpuMs: 2, memory: 512, lines: 1, hasRoute: false };

describe('the bill', () => {
  test('of a million logins is what a calculation by hand gives', () => {
    // 80 ms * 1.5 + 5 ms = 125 ms; * 1769 / 1024 GB = 0.215942 GB-s; * 13.3334 = 2.87925.
    // Logs: 2 * 380 + 650 + 360 = 1770 bytes, 1.77 GB at 0.5.
    expect(billedMs(LOGIN)).toBe(125);
    const price = priced(quantitiesOf(LOGIN, 1_000_000), 'us-east-1');
    expect(price).toEqual({
      ...Object.fromEntries(Object.keys(list.prices).map((name) => [name, 0])),
      httpRequest: 1,
      lambdaRequest: 0.2,
      lambdaGbSecond: expect.closeTo(2.87925, 4),
      readUnit: 0.125,
      loggedGb: 0.885,
    });
    expect(total(quantitiesOf(LOGIN, 1_000_000), 'us-east-1')).toBeCloseTo(5.08925, 4);
  });

  test('has a call of the relay and an event for each event', () => {
    const both = quantitiesOf({ ...LOGIN, events: 1 }, 10, RELAY);
    expect(both).toMatchObject({ event: 10, lambdaRequest: 20, httpRequest: 10, readUnit: 20 });
    expect(() => quantitiesOf({ ...LOGIN, events: 1 }, 10)).toThrow('needs the relay');
  });

  test('gives a function with less memory a part of a vCPU, and so more time', () => {
    expect(billedMs({ ...LOGIN, memory: 1769 / 4 })).toBe(4 * 120 + 5);
    expect(billedMs({ ...LOGIN, memory: 3538 })).toBe(125);
  });

  test('of Cognito begins after the free users, and goes by tiers', () => {
    expect(cognito('Lite', 10_000)).toBe(0);
    expect(cognito('Lite', 200_000)).toBeCloseTo(90_000 * 0.0055 + 100_000 * 0.0046, 6);
    expect(cognito('Essentials', 100_000)).toBeCloseTo(1350, 6);
  });
});

describe('what the bill is made of', () => {
  test('is 6 custom metrics with one backend, and 2 more for each further one', () => {
    expect([1, 2, 3].map(customMetrics)).toEqual([6, 8, 10]);
  });

  test('is the secrets and the alarm of the template', () => {
    const { default: plain, alarms } = stacks();
    expect(idleOf(plain)).toEqual({ secret: 4, alarmMetric: 1, customMetric: 0 });
    expect(alarms.alarmMetrics).toBeGreaterThan(plain.alarmMetrics);
    expect(plain.memory).toMatchObject({ login: 1769, 'get-me': 512, relay: 512 });
  });

  test('are units only for the calls that a request makes', () => {
    const writing = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'];
    for (const { name, of, reads, writes } of Object.values(KINDS)) {
      const calls: readonly string[] = of.cost.calls;
      expect({ name, writes: writes > 0, reads: reads > 0 }).toEqual({
        name,
        writes: calls.some((call) => writing.includes(call)),
        reads: calls.some((call) => !writing.includes(call)),
      });
    }
  });

  test('is said in the README as it is computed', () => {
    const readme = readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8');
    const idle = dollars(total(idleOf(stacks().default), 'us-east-1'));
    const logins = dollars(total(ofRequests('login'), 'us-east-1'));
    expect(readme).toContain(`$${idle} a month`);
    expect(readme).toContain(`$${logins} for a million logins`);
  });
});
