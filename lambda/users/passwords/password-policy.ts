import type { UsersErrorCode } from '../errors.ts';
import { UsersError } from '../errors.ts';
import { HookRefusal } from '../model/hooks.ts';
import type { UserModel } from '../model/user-model.ts';
import COMMON_PASSWORDS from './common-passwords.json' with { type: 'json' };
import type { PasswordHash } from './password-hash.ts';

/** What a new password must be. Composition rules are left out on purpose (ASVS 5.0, 6.2.5). */
export interface PasswordPolicy {
  /** Characters (Unicode code points), at least 8 (ASVS 5.0, 6.2.1). */
  readonly minLength: number;
}

type InvalidPasswordCode = Extract<UsersErrorCode, `${string}_INVALID_PASSWORD`>;

let commonPasswords: ReadonlySet<string> | undefined;

function isCommon(password: string): boolean {
  commonPasswords ??= new Set(COMMON_PASSWORDS);
  return commonPasswords.has(password.toLowerCase());
}

/**
 * Why a password can't be taken, in words for its owner.
 *
 * - length: ASVS 5.0, 6.2.1
 * - whole: bcrypt reads 72 bytes and would ignore the rest, so that a wrong ending would pass
 * - not common: ASVS 5.0, 6.2.4 asks for the top 3,000; these are the top 10,000 of 8 or more
 *   characters
 * - not the address: NIST SP 800-63B, 3.1.1.2 (context-specific words)
 */
function objection(
  policy: PasswordPolicy,
  hash: Pick<PasswordHash, 'maxBytes'>,
  password: string,
  email: string,
): string | undefined {
  const length = [...password].length;
  if (length < policy.minLength) {
    return `Password should have at least ${policy.minLength} characters; this one has ${length}`;
  }
  const bytes = Buffer.byteLength(password, 'utf8');
  if (bytes > hash.maxBytes) {
    return `Password should have at most ${hash.maxBytes} bytes in UTF-8; this one has ${bytes}`;
  }
  if (password.toLowerCase().includes(email)) return 'Password should not contain the email';
  if (isCommon(password)) return 'Password is one of the most common ones; choose another';
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
    await deps.model.hooks.validatePassword(password, { email });
  } catch (error) {
    throw error instanceof HookRefusal ? new UsersError(code, { reason: error.reason }) : error;
  }
}

/** @throws UsersError with `code` and a reason when the password can't be taken */
export function assertPasswordAllowed(
  deps: { policy: PasswordPolicy; hash: Pick<PasswordHash, 'maxBytes'> },
  input: { password: string; email: string },
  code: InvalidPasswordCode,
): void {
  const reason = objection(deps.policy, deps.hash, input.password, input.email);
  if (reason !== undefined) throw new UsersError(code, { reason });
}
