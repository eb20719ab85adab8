import { describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { newPasswordHash, passwordHash } from '../../../lambda/composition/passwords.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import type {
  ImportedHashSettings,
  PasswordHashSettings,
} from '../../../lib/contract/password-hash.ts';
import { OTHERS_HASHES, SIGNER_KEY } from '../../support/password-hashes/hashes.ts';
import { CHEAP_HASH, PASSWORD } from '../../support/passwords.ts';

const hashIn = (settings: PasswordHashSettings) =>
  newPasswordHash(runtime({ PASSWORD_HASH: JSON.stringify(settings) }));

const newHash = newPasswordHash(runtime({ PASSWORD_HASH: CHEAP_HASH }));

describe('hashes of passwords in a function', () => {
  test.each([
    [
      'argon2id',
      { scheme: 'argon2id', memory: 16, passes: 2, parallelism: 1 },
      /^\$argon2id\$v=19\$m=16,t=2,p=1\$/,
      1024,
    ],
    ['bcrypt', { scheme: 'bcrypt', cost: 4 }, /^\$2b\$04\$/, 72],
  ] as const)('are of %s, as the environment says', async (_, settings, form, maxBytes) => {
    const hash = hashIn(settings);
    expect(await hash.hash(PASSWORD)).toMatch(form);
    expect(hash.maxBytes).toBe(maxBytes);
  });

  test.each([9, 15, 10.5, -1])('stop it at a cost of %d that only the deployment knew', (cost) => {
    expect(() => hashIn({ scheme: 'bcrypt', cost, unchecked: true })).toThrow(
      `the environment variable PASSWORD_HASH has the cost ${cost}, not a whole number from 10 to 14: below 10 a leaked hash is cheap to crack`,
    );
  });

  test('stop it without the variable', () => {
    expect(() => newPasswordHash(runtime({}))).toThrow(
      'the environment variable PASSWORD_HASH is missing',
    );
  });

  test('are compared by declared schemes too, and others are replaced', async () => {
    const told: string[] = [];
    const declared: ImportedHashSettings[] = [{ scheme: 'bcrypt', cost: 5 }];
    const rt = runtime({ PASSWORD_HASH: CHEAP_HASH, IMPORTED_HASHES: JSON.stringify(declared) });
    const hash = passwordHash(rt, () => told.push('replaced'));
    const compared = await hash.compare(PASSWORD, await bcrypt.hash(PASSWORD, 4));
    const replacement = compared.matches ? await compared.replacement?.() : undefined;
    expect(replacement).toMatch(/^\$argon2id\$/);
    expect(await hash.compare(PASSWORD, replacement)).toEqual({ matches: true });
    expect(told).toEqual(['replaced']);
  });
});

describe('the signer key of Firebase', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:signer-key';
  const firebase: ImportedHashSettings = {
    scheme: 'firebase',
    signerKeySecretArn: arn,
    ...{ logN: 14, r: 8, p: 1 },
  };
  const own = OTHERS_HASHES.find(({ source }) => source.includes('github.com/firebase'));
  let reads = 0;

  const hashWith = (secret: string) => {
    reads = 0;
    const keyRing = {
      async current() {
        reads++;
        return { id: '1', material: Buffer.from(secret) };
      },
    };
    const environment = { PASSWORD_HASH: CHEAP_HASH, IMPORTED_HASHES: JSON.stringify([firebase]) };
    return passwordHash(runtime(environment, { parts: { [`keyRing ${arn}`]: keyRing } }));
  };

  test('is read as the console of Firebase shows it, with the line break of a file', async () => {
    const hash = hashWith(`${SIGNER_KEY}\n`);
    expect(await hash.verify(own?.password ?? '', own?.hash)).toBe(true);
    expect(await hash.verify('user2password', own?.hash)).toBe(false);
  });

  test('is read for users whose hash is of another scheme, and for unknown ones, as the time tells otherwise', async () => {
    const hash = hashWith(SIGNER_KEY);
    for (const stored of [undefined, await newHash.hash(PASSWORD)]) {
      const before = reads;
      await hash.verify(PASSWORD, stored);
      expect(reads).toBe(before + 1);
    }
  });

  test.each([
    ['text that is no Base64', '!', 0],
    ['a short key', Buffer.alloc(31).toString('base64'), 31],
  ])('stops the function where it is %s', async (_, secret, bytes) => {
    await expect(hashWith(secret).verify(PASSWORD, own?.hash)).rejects.toThrow(
      `secret ${arn} has a signer key of ${bytes} bytes, expected at least 32 in Base64: put base64_signer_key there`,
    );
  });
});
