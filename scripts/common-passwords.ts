/**
 * Writes `lambda/users/passwords/common-passwords.json`: the 10,000 commonest passwords that the
 * policy's minimum length would let through, commonest first, one per line.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dictionary } from '@zxcvbn-ts/language-common';

const COUNT = 10_000;
const MIN_LENGTH = 8;

const passwords = dictionary['passwords-common']
  .map(String)
  .filter((password) => password.length >= MIN_LENGTH)
  .slice(0, COUNT);
await writeFile(
  path.join(import.meta.dirname, '../lambda/users/passwords/common-passwords.json'),
  `${JSON.stringify(passwords, null, 0).replaceAll('","', '",\n"')}\n`,
);
