import { brotliDecompressSync } from 'node:zlib';
import COMPRESSED from './common-passwords.json' with { type: 'json' };
import { folded } from './folded.ts';

let known: string | undefined;

/**
 * In lower case, each in a line of its own, with a line break at either end. Unpacked when first asked for: most functions of
 * an API never ask. It is searched as it is: to make a set of it takes as long as 70 searches.
 */
export function commonPasswords(): string {
  known ??= `\n${brotliDecompressSync(Buffer.from(COMPRESSED, 'base64')).toString('latin1')}\n`;
  return known;
}

/** Whether a password is one that many people have, whatever its case and the width of its letters. */
export function isCommon(password: string): boolean {
  const text = folded(password);
  // Two lines are no password.
  return !text.includes('\n') && commonPasswords().includes(`\n${text}\n`);
}
