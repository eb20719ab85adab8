import { brotliDecompressSync } from 'node:zlib';
import COMPRESSED from './common-passwords.json' with { type: 'json' };
import { folded } from './folded.ts';

let known: ReadonlySet<string> | undefined;

/** In lower case. Unpacked when first asked for, in a millisecond: most functions of an API never ask. */
export function commonPasswords(): ReadonlySet<string> {
  known ??= new Set(
    brotliDecompressSync(Buffer.from(COMPRESSED, 'base64')).toString('latin1').split('\n'),
  );
  return known;
}

/** Whether a password is one that many people have, whatever its case and the width of its letters. */
export function isCommon(password: string): boolean {
  return commonPasswords().has(folded(password));
}
