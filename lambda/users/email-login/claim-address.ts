import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import { missingMethods, type SignInDeps } from '../login/sign-in.ts';
import type { UsedCode } from '../used-code.ts';
import type { LoginCredential } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import type { EmailLoginStore } from './email-login-store.ts';

export interface ClaimAddressDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly emailLogins: Pick<EmailLoginStore, 'claimAddress'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What a code by mail proves. */
export const BY_MAIL = { amr: ['email'] } as const;

/**
 * Gives a user whose address is not verified to the owner of the address, who proves it by a code. Somebody else may have
 * registered it and waited for that (pre-hijacking, Sudhodanan and Paverd, 2022): so the password goes, every login, and
 * accounts at providers from before. Second factors and passkeys stay: they were added while the user had a verified address.
 *
 * @throws UsersError `LOGIN_BAD_CODE` when the code was used, or the user changed, a moment ago
 */
export async function claimAddress(
  deps: ClaimAddressDeps,
  credential: LoginCredential,
  code: UsedCode,
): Promise<LoginCredential> {
  const { userId, credentialVersion, tokenVersion } = credential;
  const profile = (await deps.store.lookup([userId])).profiles.get(userId);
  if (!profile) throw new UsersError('LOGIN_BAD_CODE');
  const happened = {
    id: deps.ids.next(),
    at: deps.clock.now().toISOString(),
    actor: { id: userId, by: 'token' },
  } as const;
  // One change is one event: where a password goes, that is what has to be told.
  const event: NewEvent = profile.passwordless
    ? { type: 'after-verify', ...happened }
    : { type: 'after-update', ...happened, changed: ['is_verified', 'password'] };
  const outcome = await deps.emailLogins.claimAddress({ credential, code, event });
  if (outcome !== 'claimed') throw new UsersError('LOGIN_BAD_CODE');
  return {
    ...credential,
    credentialVersion: credentialVersion + 1,
    tokenVersion: tokenVersion + 1,
    isVerified: true,
  };
}

/**
 * Whether a login with a code gives the address to its owner. Nothing is given to anyone who has yet to give a second factor.
 */
export async function isClaimed(
  { secondFactors, logins }: Pick<SignInDeps, 'secondFactors' | 'logins'>,
  credential: LoginCredential,
): Promise<boolean> {
  if (credential.isVerified) return false;
  if (secondFactors === undefined) return true;
  const given = { credential, proof: BY_MAIL };
  return (await missingMethods(secondFactors, logins, given)) === undefined;
}
