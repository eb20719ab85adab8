import { describe, expect, test } from '@jest/globals';
import { SecretValue, Size } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, ImportedHash, UsersApi } from '../../lib';
import { ACTIONS } from '../../lib/contract/index.ts';
import { FUNCTIONS, functionOf, newStack, refusal, statementsOf, synthesize } from './support';

const signerKey = () => Secret.fromSecretNameV2(newStack(), 'SignerKey', 'firebase-signer-key');

describe('ImportedHash', () => {
  test('is told to functions by the parameters of the hashes', () => {
    const { template } = synthesize({
      importedHashes: [
        ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 3 }),
        ImportedHash.bcrypt({ cost: 12 }),
        ImportedHash.scrypt({ logN: 17 }),
        ImportedHash.pbkdf2Sha256({ iterations: 1_000_000 }),
        ImportedHash.pbkdf2Sha512({ iterations: 25_000 }),
      ],
    });
    const { IMPORTED_HASHES } = functionOf(template, 'UsersLoginJwt').Environment.Variables;
    expect(JSON.parse(IMPORTED_HASHES)).toEqual([
      { scheme: 'argon2', memory: 65_536, passes: 3, parallelism: 1 },
      { scheme: 'bcrypt', cost: 12 },
      { scheme: 'scrypt', logN: 17, r: 8, p: 1 },
      { scheme: 'pbkdf2-sha256', iterations: 1_000_000 },
      { scheme: 'pbkdf2-sha512', iterations: 25_000 },
    ]);
  });

  test('of Better Auth is scrypt with the parameters that Better Auth always takes', () => {
    expect(ImportedHash.betterAuth()._settings).toEqual({
      scheme: 'scrypt',
      logN: 14,
      r: 16,
      p: 1,
    });
  });

  test('of Firebase is declared for one project', () => {
    const importedHashes = [6, 14].map((memoryCost) =>
      ImportedHash.firebase({ signerKey: signerKey(), memoryCost }),
    );
    expect(refusal({ importedHashes })).toMatch(/^importedHashes: got firebase twice, /);
  });

  test.each<[string, () => unknown, string]>([
    ['an N of 1', () => ImportedHash.scrypt({ logN: 0 }), 'ImportedHash.logN: got 0, '],
    [
      'N in place of its logarithm',
      () => ImportedHash.scrypt({ logN: 16384 }),
      'ImportedHash.logN: got 16384, ',
    ],
    [
      'no block',
      () => ImportedHash.scrypt({ logN: 14, blockSize: 0 }),
      'ImportedHash.blockSize: got 0, ',
    ],
    [
      'half a lane',
      () => ImportedHash.scrypt({ logN: 14, parallelism: 0.5 }),
      'ImportedHash.parallelism: got 0.5, ',
    ],
    [
      'more memory than a function should have',
      () => ImportedHash.scrypt({ logN: 20, blockSize: 16 }),
      'ImportedHash.logN: got 20 with a block size of 16, which take 2048 MiB, expected at most 1024 MiB; ',
    ],
    [
      'no iteration',
      () => ImportedHash.pbkdf2Sha256({ iterations: 0 }),
      'ImportedHash.iterations: got 0, ',
    ],
    [
      'nothing',
      () => ImportedHash.bcrypt(undefined as never),
      'ImportedHash: got undefined, expected an object with the cost of the dearest hash; ',
    ],
    ['no cost', () => ImportedHash.bcrypt({} as never), 'ImportedHash.cost: got undefined, '],
    [
      'no iterations',
      () => ImportedHash.pbkdf2Sha256({} as never),
      'ImportedHash.iterations: got undefined, ',
    ],
    [
      'a number for the memory',
      () => ImportedHash.argon2({ memory: 65_536 as never, passes: 3 }),
      'ImportedHash.memory: got 65536, expected a Size from 8 to 1048576 KiB; ',
    ],
    [
      'no memory',
      () => ImportedHash.argon2({ passes: 3 } as never),
      'ImportedHash.memory: got undefined, expected a Size ',
    ],
    [
      'too many iterations',
      () => ImportedHash.pbkdf2Sha512({ iterations: 20_000_000 }),
      'ImportedHash.iterations: got 20000000, ',
    ],
    [
      'the memory of no project',
      () => ImportedHash.firebase({ signerKey: signerKey(), memoryCost: 15 }),
      'ImportedHash.memoryCost: got 15, ',
    ],
    [
      'the rounds of no project',
      () => ImportedHash.firebase({ signerKey: signerKey(), rounds: 0 }),
      'ImportedHash.rounds: got 0, ',
    ],
    [
      'a text for the signer key',
      () => ImportedHash.firebase({ signerKey: 'key' as never }),
      'ImportedHash.signerKey: got a text, expected a secret of Secrets Manager, ',
    ],
  ])('is refused with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test.each<[string, unknown, string]>([
  ['an empty place', undefined, 'undefined'],
  ['the name of a scheme', 'bcrypt', '"bcrypt"'],
  ['a scheme with its cost', { scheme: 'bcrypt', cost: 12 }, 'an object of another kind'],
])('%s among importedHashes is refused', (_, given, got) => {
  const importedHashes = [ImportedHash.betterAuth(), given as never];
  expect(refusal({ importedHashes })).toMatch(
    `importedHashes: got a list with ${got}, expected a list of ImportedHash; `,
  );
});

test('a function with less memory than the dearest scrypt takes is refused', () => {
  const importedHashes = [ImportedHash.scrypt({ logN: 18 })];
  expect(refusal({ importedHashes, functionOptions: { memorySize: 300 } })).toMatch(
    /, expected at least 352, with 256 MiB for its hashes; /,
  );
});

describe('the signer key of Firebase', () => {
  const stack = newStack();
  const secret = new Secret(stack, 'SignerKey');
  const { template } = synthesize(
    {
      authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
      importedHashes: [ImportedHash.firebase({ signerKey: secret })],
      importUsers: true,
    },
    stack,
  );
  const arn = JSON.stringify(stack.resolve(secret.secretArn));
  const inOneRegion = FUNCTIONS.map(({ id, action }) => ({ id, action: action.name }));
  const comparing = new Set<string>(
    ACTIONS.filter(
      ({ hashes, settings }) => hashes && settings.some(({ name }) => name === 'importedHashes'),
    ).map(({ name }) => name),
  );

  test('is read by functions that compare passwords, and by no other', () => {
    const readers = inOneRegion.filter(({ id }) =>
      JSON.stringify(statementsOf(template, `Users${id}Role`)).includes(arn),
    );
    expect(readers.map(({ action }) => action).sort()).toEqual(
      inOneRegion
        .map(({ action }) => action)
        .filter((name) => comparing.has(name))
        .sort(),
    );
    expect(readers.length).toBeGreaterThan(2);
  });

  test('is not read by an import, which only looks what a hash is of', () => {
    const { IMPORTED_HASHES } = functionOf(template, 'UsersImportUsers').Environment.Variables;
    expect(JSON.stringify(IMPORTED_HASHES)).toContain('firebase');
    expect(JSON.stringify(statementsOf(template, 'UsersImportUsersRole'))).not.toContain(arn);
  });

  test('is told to them only by its ARN', () => {
    const { IMPORTED_HASHES } = functionOf(template, 'UsersLoginJwt').Environment.Variables;
    expect(JSON.stringify(IMPORTED_HASHES)).toContain('\\"signerKeySecretArn\\":\\"');
  });

  test.each([
    [
      'a value that is known to be short',
      SecretValue.unsafePlainText('c2hvcnQ='),
      'got a secret with a value of 8 bytes, expected at least 32; ',
    ],
    [
      'JSON',
      SecretValue.unsafePlainText('{"base64_signer_key":"jxspr8Ki0RYycVU8"}'),
      'got a secret whose value is JSON, expected one whose whole value is the signer key',
    ],
  ])('is refused with %s', (_, secretStringValue, message) => {
    const secret = new Secret(newStack(), 'SignerKey', { secretStringValue });
    expect(() => ImportedHash.firebase({ signerKey: secret })).toThrow(
      `ImportedHash.signerKey: ${message}`,
    );
  });

  test('is refused from another Region than that of the functions', () => {
    const there = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:signer-key-AbCdEf';
    const importedHashes = [
      ImportedHash.firebase({
        signerKey: Secret.fromSecretCompleteArn(newStack(), 'There', there),
      }),
    ];
    const here = newStack({ env: { region: 'us-east-1' } });
    expect(() => new UsersApi(here, 'Users', { importedHashes })).toThrow(
      'ImportedHash.signerKey: got a secret of the Region eu-west-1, ',
    );
  });
});
