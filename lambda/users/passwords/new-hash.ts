import { UsersError } from '../errors.ts';
import type { BreachedPasswords } from './breached-passwords.ts';
import type { PasswordHash } from './password-hash.ts';
import type { InvalidPasswordCode } from './password-policy.ts';
import { normalised } from './unicode-passwords.ts';

export interface NewHashDeps {
  readonly hash: Pick<PasswordHash, 'hash'>;
  /** Absent where none is asked. */
  readonly breached?: BreachedPasswords | undefined;
}

/**
 * Hashes a password that the policy lets through, and at the same time asks whether it was in a data breach
 * (OWASP ASVS 5.0, 6.2.12): mostly the answer is there before the hash is.
 *
 * @throws UsersError with `code` and a reason for one that was
 */
export async function newHash(
  { hash, breached }: NewHashDeps,
  password: string,
  code: InvalidPasswordCode,
): Promise<string> {
  // In this order: a hash that keeps the thread busy would hold the question up.
  const [count = 0, hashed] = await Promise.all([
    breached?.occurrences(normalised(password)),
    hash.hash(password),
  ]);
  if (count === 0) return hashed;
  throw new UsersError(code, {
    reason: `Password should not be known from data breaches; this one was found in them ${times(count)}`,
  });
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
