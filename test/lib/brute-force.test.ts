import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { AuthBackend, BruteForce, type BruteForceOptions } from '../../lib';
import type { Feature } from '../../lib/contract/features.ts';
import { ACTIONS } from '../../lib/contract/index.ts';
import { patternOf } from '../../lib/contract/item-keys.ts';
import {
  COUNT_ATTRIBUTES,
  NOTICE_ATTRIBUTES,
  PASSWORD_COUNTERS,
} from '../../lib/contract/limits.ts';
import { functionOf, refusal, rolesOf, synthesize } from './support';

/** Of functions that this API does not have. */
const OTHERS: readonly (Feature | undefined)[] = ['oauthClients', 'passkeys', 'mfa'];

const settingOf = (bruteForce?: BruteForce) => {
  const { template } = synthesize({ ...(bruteForce && { bruteForce }) });
  const { BRUTE_FORCE: value } = functionOf(template, 'UsersLoginJwt').Environment.Variables;
  return value === undefined ? undefined : JSON.parse(value as string);
};

describe('bruteForce', () => {
  test('answers five wrong passwords of an account from one address by default, and a hundred from everywhere', () => {
    const expected = {
      attempts: 5,
      attemptsFromEverywhere: 100,
      failuresPerAddress: 100,
      period: 900,
    };
    expect({ default: settingOf(), protect: settingOf(BruteForce.protect()) }).toEqual({
      default: expected,
      protect: expected,
    });
  });

  test('hands its options to the functions', () => {
    const options: Required<BruteForceOptions> = {
      attempts: 10,
      attemptsFromEverywhere: 50,
      failuresPerAddress: 1000,
      period: Duration.hours(1),
    };
    expect(settingOf(BruteForce.protect(options))).toEqual({ ...options, period: 3600 });
  });

  test.each([
    ['attempts', 2, 'from 3 to 100'],
    ['attempts', 101, 'from 3 to 100'],
    ['attemptsFromEverywhere', 9, 'from 10 to 100'],
    ['attemptsFromEverywhere', 101, 'from 10 to 100'],
    ['failuresPerAddress', 9, 'from 10 to 1000000'],
    ['failuresPerAddress', 10.5, 'from 10 to 1000000'],
  ] as const)('refuses %s of %p', (name, value, range) => {
    const message = refusal(() => ({ bruteForce: BruteForce.protect({ [name]: value }) }));
    expect(message).toMatch(`BruteForce.${name}: got ${value}, expected a whole number ${range}; `);
  });

  test('refuses limits below that of one account and one address', () => {
    const given = { attempts: 50, attemptsFromEverywhere: 40 };
    expect(refusal(() => ({ bruteForce: BruteForce.protect(given) }))).toMatch(
      'BruteForce.attemptsFromEverywhere: got 40, expected a whole number from 50 to 100; ',
    );
  });

  test.each([Duration.seconds(59), Duration.hours(25), Duration.millis(90_500)])(
    'refuses a period of %s',
    (period) => {
      expect(refusal(() => ({ bruteForce: BruteForce.protect({ period }) }))).toMatch(
        /^BruteForce\.period: got [\d.]+ seconds, expected whole seconds from 60 to 86400; /,
      );
    },
  );
});

describe('the functions that compare a password', () => {
  const COMPARING = ACTIONS.filter(
    ({ table, onlyWith }) =>
      !OTHERS.includes(onlyWith) && table.some(({ items }) => items.includes('login-failures')),
  ).map(({ name }) => name);
  const onCounters = (bruteForce?: BruteForce) => {
    const { template } = synthesize({
      authBackends: [AuthBackend.session()],
      ...(bruteForce && { bruteForce }),
    });
    return Object.fromEntries(
      rolesOf(template).flatMap(({ role, statements }) => {
        const calls = statements.filter((each) =>
          JSON.stringify(each).includes('ATTEMPTS#login-failures#'),
        );
        return calls.length === 0 ? [] : [[role, calls]];
      }),
    );
  };

  test('read the counters and count the wrong ones, and no others may', () => {
    const calls = Object.values(onCounters()).map((statements) =>
      statements.map(({ Action }) => Action).toSorted(),
    );
    expect(calls).toHaveLength(COMPARING.length);
    expect(new Set(calls.map(String))).toEqual(
      new Set(['dynamodb:BatchGetItem,dynamodb:UpdateItem']),
    );
  });

  test('name only what a counter has', () => {
    for (const [role, statements] of Object.entries(onCounters())) {
      // A move to an address tells whether it has a user.
      const moves = role.startsWith('UsersUpdateMe') ? [patternOf('register-failures')] : [];
      const update = statements.find(({ Action }) => Action === 'dynamodb:UpdateItem');
      expect(update?.Condition).toMatchObject({
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': [...PASSWORD_COUNTERS.map((item) => patternOf(item)), ...moves],
        },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': COUNT_ATTRIBUTES },
      });
    }
  });

  test('note that a name was locked, and can do nothing else with that', () => {
    const { template } = synthesize({ authBackends: [AuthBackend.session()] });
    const noting = rolesOf(template).flatMap(({ role, statements }) =>
      statements
        .filter((each) => JSON.stringify(each).includes('LOCKOUT#'))
        .filter(({ Action }) => Action !== 'dynamodb:DeleteItem')
        .map(({ Action, Condition }) => ({ role, Action, Condition })),
    );
    expect(noting).toHaveLength(COMPARING.length);
    for (const { Action, Condition } of noting) {
      expect(Action).toBe('dynamodb:PutItem');
      expect(Condition).toMatchObject({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LOCKOUT#*'] },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': NOTICE_ATTRIBUTES },
      });
    }
  });

  test('know of no counters where nothing is counted', () => {
    expect(onCounters(BruteForce.off())).toEqual({});
    expect(settingOf(BruteForce.off())).toBeUndefined();
  });
});
