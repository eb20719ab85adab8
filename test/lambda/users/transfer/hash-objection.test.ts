import { expect, test } from '@jest/globals';
import {
  currentScheme,
  declaredSchemes,
  KNOWN_SCHEMES,
} from '../../../../lambda/adapters/passwords/schemes.ts';
import { StoredHashes } from '../../../../lambda/users/passwords/stored-hashes.ts';
import { objectionTo } from '../../../../lambda/users/transfer/hash-objection.ts';

const hashes = new StoredHashes({
  current: currentScheme({ scheme: 'bcrypt', cost: 10 }),
  declared: declaredSchemes(
    [
      { scheme: 'argon2', memory: 65_536, passes: 3, parallelism: 4 },
      { scheme: 'bcrypt', cost: 12 },
    ],
    async () => undefined,
  ),
  known: KNOWN_SCHEMES,
});

const SALT = 'A'.repeat(22);

test.each([
  [
    'bcrypt',
    `$2b$14$${'a'.repeat(53)}`,
    'got one of $2b$ with cost 14, expected at most cost 12 or cost 10; ',
  ],
  [
    'argon2id',
    `$argon2id$v=19$m=131072,t=3,p=4$${SALT}$${SALT}`,
    'got one of $argon2id$ with memory 131072, passes 3, parallelism 4, expected at most memory 65536, passes 3, parallelism 4; ',
  ],
  [
    'PBKDF2, which is not declared,',
    `$pbkdf2-sha256$29000$${SALT}$${SALT}`,
    'got one of $pbkdf2-sha256$, expected a scheme that importedHashes declares; ',
  ],
  [
    'bcrypt of a cost that there is none of,',
    `$2b$99$${'a'.repeat(53)}`,
    'got one of $2b$, expected one of a scheme in docs/migrate/hashes.md, as a whole and with parameters that the scheme has; ',
  ],
])('an objection to a hash of %s says its costs and those that are expected', (_, hash, found) => {
  const { message = '' } = objectionTo(hashes, hash) ?? {};
  expect(message.startsWith(`password_hash: ${found}`)).toBe(true);
  expect(message).not.toContain(SALT);
});
