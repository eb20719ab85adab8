import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import type { Ids } from '../ids.ts';
import { isOfName } from '../limits/counter.ts';
import { type GuessDeps, guessAt } from '../limits/guess.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Sender } from '../origin.ts';
import type { ResetTokens } from './mailed-tokens.ts';
import { type NewHashDeps, newHash } from './new-hash.ts';
import type { NewPasswordHash } from './password-hash.ts';
import { assertNewPassword, type PasswordPolicy } from './password-policy.ts';
import type { PasswordStore } from './password-store.ts';

export interface ResetPasswordDeps extends NewHashDeps {
  readonly passwords: PasswordStore;
  readonly tokens: Pick<ResetTokens, 'verify'>;
  readonly hash: NewPasswordHash;
  readonly policy: PasswordPolicy;
  readonly model: Pick<UserModel, 'hooks'>;
  readonly bruteForce: GuessDeps['bruteForce'];
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Sets the password that a reset token allows to set, once: the token names a version of the
 * credential that this write ends. A refused password leaves the token unspent.
 *
 * Who has the token reads the mail of the address, so the address is verified by it. Whatever somebody else
 * may have left there ends in the same write: the password, logins, and accounts at providers that were linked before the address was
 * verified. Wrong passwords for the address are forgotten, in the same write for where the reset comes from, and for other places once
 * the relay has read of it.
 *
 * @throws UsersError `RESET_PASSWORD_BAD_TOKEN`, `RESET_PASSWORD_INVALID_PASSWORD`
 */
export async function resetPassword(
  deps: ResetPasswordDeps,
  input: {
    readonly token: string;
    readonly password: string;
    readonly sender: Sender;
    readonly identified?: Identified;
  },
): Promise<void> {
  const claims = await deps.tokens.verify(input.token);
  if (!claims) throw new UsersError('RESET_PASSWORD_BAD_TOKEN');
  input.identified?.(claims.userId);
  const { password } = input;
  const code = 'RESET_PASSWORD_INVALID_PASSWORD';
  await assertNewPassword(deps, { email: claims.email, password }, code);
  const { counters } = guessAt(deps, { name: claims.email, sender: input.sender });
  const outcome = await deps.passwords.resetPassword({
    ...claims,
    forgotten: counters.filter(isOfName),
    passwordHash: await newHash(deps, password, code),
    event: {
      id: deps.ids.next(),
      type: 'after-reset-password',
      at: deps.clock.now().toISOString(),
      actor: { id: claims.userId, by: 'token' },
    },
  });
  if (outcome === 'stale') throw new UsersError('RESET_PASSWORD_BAD_TOKEN');
}
