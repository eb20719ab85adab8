import { describe, expect, test } from '@jest/globals';
import { Size } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  type Argon2idOptions,
  AuthBackend,
  ImportedHash,
  PasswordHash,
  type UsersApiProps,
} from '../../lib';
import { ACTIONS } from '../../lib/contract/index.ts';
import { FUNCTIONS, functionOf, refusal, synthesize } from './support';

/** What a function gets for a setting of hashes. */
function variableOf(props: UsersApiProps, name: string, prefix = 'UsersLoginJwt') {
  const value = functionOf(synthesize(props).template, prefix).Environment.Variables[name];
  return value === undefined ? undefined : JSON.parse(value);
}

const argon2id = (options: Argon2idOptions) => () => PasswordHash.argon2id(options);

describe('PasswordHash', () => {
  test('is argon2id of 19 MiB and 2 passes, unless another is given', () => {
    const expected = { scheme: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 };
    expect(variableOf({}, 'PASSWORD_HASH')).toEqual(expected);
    expect(variableOf({ passwordHash: PasswordHash.argon2id() }, 'PASSWORD_HASH')).toEqual(
      expected,
    );
  });

  test.each([
    [46, 2],
    [19, 2],
    [18, 3],
    [12, 3],
    [9, 4],
    [7, 5],
  ])('makes of %d MiB %d passes by itself, as many as OWASP asks for', (mebibytes, passes) => {
    const passwordHash = PasswordHash.argon2id({ memory: Size.mebibytes(mebibytes) });
    expect(variableOf({ passwordHash }, 'PASSWORD_HASH')).toMatchObject({ passes });
  });

  test('takes one pass over 46 MiB, and no fewer than OWASP asks of less memory', () => {
    const one = PasswordHash.argon2id({ memory: Size.mebibytes(46), passes: 1 });
    expect(variableOf({ passwordHash: one }, 'PASSWORD_HASH')).toMatchObject({ passes: 1 });
    expect(argon2id({ passes: 1 })).toThrow(
      "PasswordHash.passes: got 1, expected a whole number from 2 to 107; of 19 MiB OWASP's Password Storage Cheat Sheet asks for 2 at least, and with more a login takes seconds",
    );
  });

  test.each([
    [
      { memory: Size.mebibytes(6) },
      /^PasswordHash.memory: got 6144 KiB, expected whole KiB from 7168 to 1048576; /,
    ],
    [{ memory: Size.gibibytes(2) }, /^PasswordHash.memory: got 2097152 KiB/],
    [{ memory: Size.bytes(20_000_001) }, /^PasswordHash.memory: got 19531\.25\d* KiB/],
    [
      { memory: Size.gibibytes(1), passes: 3 },
      /^PasswordHash.passes: got 3, expected a whole number from 1 to 2; /,
    ],
    [{ passes: 2.5 }, /^PasswordHash.passes: got 2.5, /],
  ])('refuses %j', (options, message) => {
    expect(argon2id(options)).toThrow(message);
  });

  test('is bcrypt of cost 10, or of the cost that is given', () => {
    const costs = [undefined, 12].map((cost) => {
      const passwordHash = PasswordHash.bcrypt({ cost });
      return variableOf({ passwordHash }, 'PASSWORD_HASH');
    });
    expect(costs).toEqual([
      { scheme: 'bcrypt', cost: 10 },
      { scheme: 'bcrypt', cost: 12 },
    ]);
  });

  test.each([9, 15, 10.5])('refuses bcrypt of cost %d', (cost) => {
    expect(() => PasswordHash.bcrypt({ cost })).toThrow(
      `PasswordHash.cost: got ${cost}, expected a whole number from 10 to 14; below 10 a leaked hash is cheap to crack, above 14 a login takes seconds`,
    );
  });

  test('is told to the functions that make or compare hashes, and to no other', () => {
    const { template } = synthesize({ authBackends: [AuthBackend.jwt(), AuthBackend.cookie()] });
    const told = FUNCTIONS.filter(
      ({ id }) => 'PASSWORD_HASH' in functionOf(template, `Users${id}`).Environment.Variables,
    ).map(({ action }) => action.name);
    const hashing = ACTIONS.filter(({ hashes }) => hashes).map(({ name }) => name);
    expect(new Set(told)).toEqual(
      new Set(hashing.filter((name) => FUNCTIONS.some(({ action }) => action.name === name))),
    );
  });
});

describe('passwordHashCost', () => {
  test('is bcrypt of that cost, and a warning says what replaces it', () => {
    const { stack, template } = synthesize({ passwordHashCost: 12 });
    const { PASSWORD_HASH } = functionOf(template, 'UsersRegister').Environment.Variables;
    expect(JSON.parse(PASSWORD_HASH)).toEqual({ scheme: 'bcrypt', cost: 12 });
    Annotations.fromStack(stack).hasWarning(
      '/Test/Users',
      Match.stringLikeRegexp(
        '^passwordHashCost: got a cost, expected passwordHash; give PasswordHash.bcrypt\\(\\{ cost \\}\\)',
      ),
    );
  });

  test('is refused together with passwordHash', () => {
    expect(refusal({ passwordHashCost: 10, passwordHash: PasswordHash.argon2id() })).toBe(
      'passwordHashCost: got a cost together with passwordHash, expected only one of the two; leave passwordHashCost out, and give the cost to PasswordHash.bcrypt() if you want bcrypt',
    );
  });

  test.each([9, 15, 10.5])('refuses %d', (passwordHashCost) => {
    expect(refusal({ passwordHashCost })).toBe(
      `passwordHashCost: got ${passwordHashCost}, expected a whole number from 10 to 14; below 10 a leaked hash is cheap to crack, above 14 a login takes seconds`,
    );
  });
});

describe('importedHashes', () => {
  const importedHashes = [
    ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 3, parallelism: 4 }),
    ImportedHash.bcrypt({ cost: 12 }),
  ];

  test('are told to functions that compare passwords, and to none that only makes hashes', () => {
    const expected = [
      { scheme: 'argon2', memory: 65_536, passes: 3, parallelism: 4 },
      { scheme: 'bcrypt', cost: 12 },
    ];
    const told = ['UsersLoginJwt', 'UsersUpdateMe', 'UsersDeleteMe', 'UsersRegister'].map(
      (prefix) => [prefix, variableOf({ importedHashes }, 'IMPORTED_HASHES', prefix)],
    );
    expect(Object.fromEntries(told)).toEqual({
      UsersLoginJwt: expected,
      UsersUpdateMe: expected,
      UsersDeleteMe: expected,
      UsersRegister: undefined,
    });
  });

  test('are not there by default', () => {
    expect(variableOf({}, 'IMPORTED_HASHES')).toBeUndefined();
  });

  test('can have several costs of a scheme, and no cost twice', () => {
    const costs = (...all: readonly number[]) => all.map((cost) => ImportedHash.bcrypt({ cost }));
    expect(variableOf({ importedHashes: costs(12, 10) }, 'IMPORTED_HASHES')).toEqual([
      { scheme: 'bcrypt', cost: 12 },
      { scheme: 'bcrypt', cost: 10 },
    ]);
    expect(refusal({ importedHashes: costs(10, 12, 10) })).toBe(
      'importedHashes: got {"scheme":"bcrypt","cost":10} twice, expected each scheme once at a cost, and one project of Firebase; leave one of them out',
    );
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'a cost that no library makes',
      () => ImportedHash.bcrypt({ cost: 3 }),
      /^ImportedHash.cost: got 3, expected a whole number from 4 to 15; /,
    ],
    [
      'memory for which no function has room',
      () => ImportedHash.argon2({ memory: Size.gibibytes(2), passes: 1 }),
      /^ImportedHash.memory: got 2097152 KiB, /,
    ],
    [
      'no pass',
      () => ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 0 }),
      /^ImportedHash.passes: got 0, /,
    ],
    [
      'no lane',
      () => ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 1, parallelism: 0 }),
      /^ImportedHash.parallelism: got 0, /,
    ],
  ])('are refused with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('memory', () => {
  const passwordHash = PasswordHash.argon2id({ memory: Size.mebibytes(256), passes: 1 });

  test('is enough for the dearest hash of a function that hashes, or refused', () => {
    expect(refusal({ passwordHash, functionOptions: { memorySize: 256 } })).toBe(
      'functionOptions.memorySize: got 256 for register, which hashes passwords, expected at least 352, with 256 MiB for its hashes; give it more, or leave it out for 1769',
    );
    const functionOverrides = { 'login-jwt': { memorySize: 128 } };
    expect(refusal({ functionOverrides })).toBe(
      'functionOverrides["login-jwt"].memorySize: got 128 for login-jwt, which hashes passwords, expected at least 233, with 137 MiB for its hashes; give it more, or leave it out for 1769',
    );
  });

  test('is no matter of a function that hashes nothing', () => {
    synthesize({ passwordHash, functionOverrides: { 'get-me': { memorySize: 128 } } });
  });
});
