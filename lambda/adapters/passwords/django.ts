/** How Django writes hashes of other libraries: behind a name of its own. */
import { createHash } from 'node:crypto';
import { argon2Scheme } from './argon2.ts';
import { bcryptScheme } from './bcrypt.ts';
import { anyOf, type CostedScheme } from './costed-scheme.ts';

/** @param text makes what is hashed in place of the password */
function behind<Cost>(
  name: string,
  scheme: CostedScheme<Cost>,
  text = (password: string) => password,
): CostedScheme<Cost> {
  const inner = (hash: string) => hash.slice(name.length);
  return {
    ...scheme,
    recognises: (hash) => hash.startsWith(name) && scheme.recognises(inner(hash)),
    costOf: (hash) => scheme.costOf(inner(hash)),
    verify: (password, hash) => scheme.verify(text(password), inner(hash)),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** `argon2$argon2id$v=19$...`, and `argon2$argon2i$v=19$...` as Django wrote it before 3.2 */
export const djangoArgon2 = behind(
  'argon2',
  anyOf(argon2Scheme('argon2id'), argon2Scheme('argon2i')),
);

/** `bcrypt_sha256$$2b$12$...`: passwords of any length, by their SHA-256. */
export const djangoBcryptSha256 = behind('bcrypt_sha256$', bcryptScheme, sha256);

/** `bcrypt$$2b$12$...` */
export const djangoBcrypt = behind('bcrypt$', bcryptScheme);
