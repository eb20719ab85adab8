/**
 * Writes `lambda/users/passwords/common-passwords.json`, which `common-passwords.ts` beside it reads: the 10,000
 * commonest passwords of 8 characters, the lowest minimum of a policy, or more; and all that the dictionary has of 9
 * or more, of which the first 10,000 have too few (OWASP ASVS 5.0, 6.2.4 asks for 3,000 that a policy lets through).
 * They are sorted, which compresses best.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { dictionary } from '@zxcvbn-ts/language-common';

const COUNT = 10_000;
const MIN_LENGTH = 8;

const byRank = dictionary['passwords-common'].map(String);
const passwords = [
  ...byRank.filter(({ length }) => length >= MIN_LENGTH).slice(0, COUNT),
  ...byRank.filter(({ length }) => length > MIN_LENGTH),
];
const text = [...new Set(passwords)].toSorted().join('\n');
const compressed = brotliCompressSync(text, {
  params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
});
await writeFile(
  path.join(import.meta.dirname, '../lambda/users/passwords/common-passwords.json'),
  `${JSON.stringify(compressed.toString('base64'))}\n`,
);
