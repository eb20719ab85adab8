import { describe, expect, test } from '@jest/globals';
import { firebaseScheme } from '../../../../lambda/adapters/passwords/firebase.ts';
import { KNOWN_SCHEMES } from '../../../../lambda/adapters/passwords/schemes.ts';
import type { HashScheme } from '../../../../lambda/users/passwords/password-hash.ts';
import {
  OTHERS_HASHES,
  type OthersHash,
  SIGNER_KEY,
} from '../../../support/password-hashes/hashes.ts';

const firebase = firebaseScheme(async () => Buffer.from(SIGNER_KEY, 'base64'));
const schemesOf = (hash: string) => KNOWN_SCHEMES.filter((scheme) => scheme.recognises(hash));

/** With the signer key, for hashes of Firebase. */
function schemeOf(hash: string): HashScheme {
  const scheme = [firebase, ...KNOWN_SCHEMES].find((each) => each.recognises(hash));
  if (scheme === undefined) throw new Error(`no scheme recognises ${hash}`);
  return scheme;
}

const named = (hashes: readonly OthersHash[]) =>
  hashes.map(({ form, source, password, hash }) => [form, source, password, hash] as const);

/** Better Auth has one cost. */
const CHEAP = OTHERS_HASHES.filter(({ cost, form }) => cost === 'low' || form === 'Better Auth');
const DEAR = OTHERS_HASHES.filter((made) => !CHEAP.includes(made));

/** Another character within the last value of a hash, which the password comes to. */
function changed(hash: string): string {
  const at = hash.length - 10;
  return `${hash.slice(0, at)}${hash[at] === '0' ? '1' : '0'}${hash.slice(at + 1)}`;
}

test.each(named(OTHERS_HASHES))(
  'a hash in the form %s by %s of "%s" is recognised by one scheme',
  (_form, _source, _password, hash) => {
    expect(schemesOf(hash)).toHaveLength(1);
  },
);

describe.each(named(CHEAP))(
  'a hash in the form %s by %s of "%s"',
  (_form, _source, password, hash) => {
    test('verifies its password and no other', async () => {
      const scheme = schemeOf(hash);
      expect(await scheme.verify(password, hash)).toBe(true);
      expect(await scheme.verify(`${password}.`, hash)).toBe(false);
    });

    test('verifies nothing once a character of its end is another', async () => {
      expect(await schemeOf(hash).verify(password, changed(hash))).toBe(false);
    });
  },
);

test.each(named(DEAR))(
  'a hash in the form %s by %s of "%s" verifies its password at the cost of the library',
  async (_form, _source, password, hash) => {
    expect(await schemeOf(hash).verify(password, hash)).toBe(true);
  },
);

test('a hash of Better Auth verifies each way of typing a password that looks the same', async () => {
  const made = OTHERS_HASHES.find(
    ({ form, password }) => form === 'Better Auth' && password.includes('ﬃ'),
  );
  expect(await schemeOf(made?.hash ?? '').verify('office door 42', made?.hash ?? '')).toBe(true);
});

test('a hash of Firebase verifies nothing without its signer key, nor with that of another project', async () => {
  const made = OTHERS_HASHES.find(({ form }) => form === 'Firebase');
  for (const key of [undefined, Buffer.alloc(64, 7)]) {
    const other = firebaseScheme(async () => key);
    expect(await other.verify(made?.password ?? '', made?.hash ?? '')).toBe(false);
  }
});

const keyOf = (bytes: number) => Buffer.alloc(bytes, 2).toString('base64').replaceAll('=', '');
const SALT = keyOf(16);
const KEY = keyOf(32);
const SHORT = Buffer.alloc(15, 2).toString('base64');

test.each([
  ['the empty text', ''],
  ['the mark of Django for a user without a password', '!unusable'],
  ['a password that was never hashed', 'correct horse battery staple'],
  ['MD5', 'md5$salt$5f4dcc3b5aa765d61d8327deb882cf99'],
  [
    'SHA-512 of crypt(3)',
    '$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.',
  ],
  ['bcrypt with the fault of 2011', `$2x$10$${'a'.repeat(53)}`],
  ['bcrypt without its end', `$2b$10$${'a'.repeat(52)}`],
  ...['00', '03', '32', '99'].map(
    (cost) => [`bcrypt of cost ${cost}`, `$2b$${cost}$${'a'.repeat(53)}`] as const,
  ),
  ['bcrypt of Django of cost 03', `bcrypt$$2b$03$${'a'.repeat(53)}`],
  ['argon2 of a version before 1.3', `$argon2id$m=65536,t=3,p=4$${SALT}$${KEY}`],
  ['argon2 with a named key', `$argon2id$v=19$m=65536,t=3,p=4,keyid=AAAA$${SALT}$${KEY}`],
  ['argon2 with less memory than its lanes take', `$argon2id$v=19$m=8,t=3,p=4$${SALT}$${KEY}`],
  ['argon2 without a pass', `$argon2id$v=19$m=65536,t=0,p=4$${SALT}$${KEY}`],
  ['argon2 with a salt of 6 bytes', `$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAA$${KEY}`],
  ['argon2 with a key of 15 bytes', `$argon2id$v=19$m=65536,t=3,p=4$${SALT}$${SHORT}`],
  ['scrypt with a key of 15 bytes', `$scrypt$ln=14,r=8,p=1$${SALT}$${SHORT}`],
  ['scrypt without parallelisation', `$scrypt$ln=14,r=8,p=0$${SALT}$${KEY}`],
  ['scrypt of Django with an N that is no power of two', `scrypt$1000$salt$8$1$${KEY}`],
  ['argon2 with a key of 65 bytes', `$argon2id$v=19$m=65536,t=3,p=4$${SALT}$${keyOf(65)}`],
  ['scrypt with a key of 65 bytes', `$scrypt$ln=14,r=8,p=1$${SALT}$${keyOf(65)}`],
  ['PBKDF2 with a key of two digests', `$pbkdf2-sha256$29000$${SALT}$${keyOf(33)}`],
  ['PBKDF2 of Django with a key of two digests', `pbkdf2_sha256$29000$salt$${keyOf(33)}`],
  ['PBKDF2 of SHA-512 with a key of two digests', `$pbkdf2-sha512$29000$${SALT}$${keyOf(65)}`],
  ['PBKDF2 without an iteration', `$pbkdf2-sha256$0$${SALT}$${KEY}`],
  ['PBKDF2 with SHA-1', `$pbkdf2$29000$${SALT}$${KEY}`],
  ['PBKDF2 of Django without a salt', `pbkdf2_sha256$29000$$${KEY}`],
  ['Better Auth with capital letters', `${'A'.repeat(32)}:${'b'.repeat(128)}`],
  ['Firebase with its signer key', `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=AAAA$${SALT}$${KEY}`],
])('no scheme recognises %s', (_, hash) => {
  expect(schemesOf(hash)).toEqual([]);
});
