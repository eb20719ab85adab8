import type { UsersErrorCode } from '../errors.ts';
import { UsersError } from '../errors.ts';
import { HookRefusal } from '../model/hooks.ts';
import type { UserModel } from '../model/user-model.ts';
import { isCommon } from './common-passwords.ts';
import { containsAddress, contextWordIn } from './context-words.ts';
import type { NewPasswordHash } from './password-hash.ts';
import { NUL, normalised } from './unicode-passwords.ts';

/** What a new password must be. Composition rules are left out on purpose (ASVS 5.0, 6.2.5). */
export interface PasswordPolicy {
  /** Characters (Unicode code points), at least 8 (ASVS 5.0, 6.2.1). */
  readonly minLength: number;
  /** Names of the service, which are no passwords. */
  readonly contextWords: readonly string[];
}

export type InvalidPasswordCode = Extract<UsersErrorCode, `${string}_INVALID_PASSWORD`>;

/**
 * Why a password can't be taken, in words for its owner: what was expected, and what it is. The password
 * itself is in none of them.
 *
 * - length: ASVS 5.0, 6.2.1
 * - whole: bcrypt, for one, reads 72 bytes and would ignore the rest, so that a wrong ending would pass
 * - without U+0000: bcrypt takes `abc\0abc` for `abc`
 * - not the address, nor a part of it, nor the name of the service: ASVS 5.0, 6.2.11
 * - not common: ASVS 5.0, 6.2.4 asks for the top 3,000 that a policy lets through
 */
function objection(
  { minLength, contextWords }: PasswordPolicy,
  { maxBytes }: Pick<NewPasswordHash, 'maxBytes'>,
  password: string,
  email: string,
): string | undefined {
  const length = [...password].length;
  if (length < minLength) {
    return `Password should have at least ${minLength} characters; this one has ${length}`;
  }
  const bytes = Buffer.byteLength(password, 'utf8');
  if (bytes > maxBytes) {
    return `Password should have at most ${maxBytes} bytes in UTF-8; this one has ${bytes}`;
  }
  const nuls = password.split(NUL).length - 1;
  if (nuls > 0) return `Password should not contain the character U+0000; this one has ${nuls}`;
  if (containsAddress(password, email)) {
    return `Password should not contain the email; this one contains ${email}`;
  }
  const word = contextWordIn(password, email, contextWords);
  if (word !== undefined) {
    return `Password should not be a part of the email or the name of this service, with any case, punctuation and digits; this one is ${word}`;
  }
  if (isCommon(password)) {
    return 'Password should not be one of the most common ones; this one is one of them';
  }
  return undefined;
}

/**
 * Checks the policy, and the hook that may ask for more.
 *
 * @throws UsersError with `code` and a reason when the password can't be taken
 */
export async function assertNewPassword(
  deps: Parameters<typeof assertPasswordAllowed>[0] & { model: Pick<UserModel, 'hooks'> },
  input: { password: string; email: string },
  code: InvalidPasswordCode,
): Promise<void> {
  assertPasswordAllowed(deps, input, code);
  const { password, email } = input;
  try {
    await deps.model.hooks.validatePassword(normalised(password), { email });
  } catch (error) {
    throw error instanceof HookRefusal ? new UsersError(code, { reason: error.reason }) : error;
  }
}

/** @throws UsersError with `code` and a reason when the password can't be taken */
export function assertPasswordAllowed(
  deps: { policy: PasswordPolicy; hash: Pick<NewPasswordHash, 'maxBytes'> },
  input: { password: string; email: string },
  code: InvalidPasswordCode,
): void {
  const { password, email } = input;
  const reason = objection(deps.policy, deps.hash, normalised(password), email);
  if (reason !== undefined) throw new UsersError(code, { reason });
}
