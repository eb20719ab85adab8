import { domainToUnicode } from 'node:url';
import { folded } from './folded.ts';

/** A word with fewer letters is in too many passwords to look for more than itself. */
const MIN_LETTERS = 3;

/** Whether the address is in a password, with its domain as people write it or as it is stored. */
export function containsAddress(password: string, email: string): boolean {
  const [local = '', domain = ''] = email.split('@');
  const text = folded(password);
  return [domain, domainToUnicode(domain)].some((name) =>
    text.includes(folded(`${local}@${name}`)),
  );
}

/**
 * What a password is that is only a word which anyone would try for this user: the address, a part of it, or
 * the name of the service (OWASP ASVS 5.0, 6.2.11; NIST SP 800-63B-4, 3.1.1.2). Case, punctuation and
 * digits around it make no difference. A longer password may contain such words.
 *
 * @param words names of the service
 * @returns the kind of word, for the owner of the password; `undefined` for one that is more than such a word
 */
export function contextWordIn(
  password: string,
  email: string,
  words: readonly string[],
): string | undefined {
  const [local = '', domain = ''] = email.split('@');
  const text = core(password);
  const kinds: readonly (readonly [kind: string, words: readonly string[]])[] = [
    ['the email', [email]],
    ['the local part of the email', [local]],
    ['the domain of the email', [domain, domainToUnicode(domain)]],
    ['the name of this service', words],
  ];
  return kinds.find(([, known]) => known.map(core).some((word) => isSameWord(word, text)))?.[0];
}

function isSameWord(word: string, text: string): boolean {
  if (word === '') return false;
  if (word === text) return true;
  const letters = withoutDigits(word);
  return letters.length >= MIN_LETTERS && letters === withoutDigits(text);
}

/** Letters and digits, in one case. */
function core(text: string): string {
  return folded(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

function withoutDigits(word: string): string {
  return word.replace(/^\p{N}+|\p{N}+$/gu, '');
}
