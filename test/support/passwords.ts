import type { PasswordHashSettings } from '../../lib/contract/password-hash.ts';

/** Passwords of the users of tests; they differ in all that matters to a policy or a hash. */
export const PASSWORD = 'correct horse battery';
export const OTHER_PASSWORD = 'staple of a better battery';

/** One password, as two keyboards type it: `ü` as one character, and as `u` with a diaeresis. */
export const COMPOSED = '\u00dcbergr\u00f6\u00dfentr\u00e4ger'.normalize('NFC');
export const DECOMPOSED = COMPOSED.normalize('NFD');

/** The least work that argon2id can be, as functions get it. */
export const CHEAP_HASH = JSON.stringify({
  scheme: 'argon2id',
  memory: 8,
  passes: 1,
  parallelism: 1,
} satisfies PasswordHashSettings);
