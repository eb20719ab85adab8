import { UsersError } from '../errors.ts';
import type { Watched } from '../limits/counter.ts';
import {
  assertMayTell,
  countWrong,
  type Guess,
  type GuessDeps,
  guessAt,
  opened,
} from '../limits/guess.ts';
import type { Sender } from '../origin.ts';
import { assertRecent } from '../recent-login.ts';
import type { Credential, Profile } from '../user.ts';
import type { PasswordHash } from './password-hash.ts';
import type { CurrentPasswords } from './password-store.ts';

/** What a request brings to prove that its caller is still the one who signed in. */
export interface GivenProof {
  /** The caller signed in a moment ago. */
  readonly recent: boolean;
  readonly currentPassword?: string;
  /** Who gives the password. */
  readonly sender: Sender;
}

export interface FreshProofDeps extends GuessDeps {
  readonly passwords: CurrentPasswords;
  readonly hash: Pick<PasswordHash, 'verify'>;
}

/** `assertFreshProof` of a function. */
export type AssertProof = (caller: Profile, given: GivenProof) => Promise<void>;

/**
 * Asks for fresh proof: the current password or, where none is given, a recent login. A password that
 * is given has to be right, however recent the login is: it may be there to confirm a deletion.
 *
 * @throws UsersError `REAUTHENTICATION_REQUIRED`, `TOO_MANY_REQUESTS`; `UNAUTHORIZED` for a user who is gone by now
 */
export async function assertFreshProof(
  deps: FreshProofDeps,
  { user: { id: userId, email } }: Profile,
  { recent, currentPassword, sender }: GivenProof,
): Promise<void> {
  if (currentPassword === undefined) return assertRecent(recent);
  const asked = guessAt(deps, { name: email, sender });
  const current = await deps.passwords.currentHash({ userId, email }, asked.counters);
  // Deleted since the credential was looked at: no guess at anybody's password.
  if (current === 'gone') throw new UsersError('UNAUTHORIZED');
  const { hash, watched } = current;
  const guess = opened(deps, asked, watched);
  if (await deps.hash.verify(currentPassword, hash)) return assertMayTell(deps, guess);
  await countWrong(deps, guess, userId);
  throw new UsersError('REAUTHENTICATION_REQUIRED');
}

/** The same for a change of oneself, and whether the construct's props ask for the password. */
export interface CredentialProof extends GivenProof {
  readonly requireCurrentPassword: boolean;
}

/** What of a change of oneself asks for proof. */
export interface ProvedChange {
  /** It takes the current password, however recent the login is. */
  readonly newCredential: boolean;
  /** It ends other sessions too, so the current password or a recent login will do, whatever the props. */
  readonly endsOwnLogins: boolean;
}

/** How a change of oneself asks for proof. */
type Asked = 'nothing' | 'recent-login' | 'password';

/**
 * What proof a change takes, and whether it is a guess at the password, which is counted: a user who has no password is
 * asked for a recent login.
 */
function askedFor(
  { requireCurrentPassword, currentPassword }: CredentialProof,
  { newCredential, endsOwnLogins }: ProvedChange,
  { passwordHash }: Pick<Credential, 'passwordHash'>,
): Asked {
  const byPassword = newCredential && requireCurrentPassword;
  if (!byPassword && !endsOwnLogins) return 'nothing';
  if (passwordHash === undefined) return 'recent-login';
  return currentPassword === undefined && !byPassword ? 'recent-login' : 'password';
}

/**
 * Asks for the proof that a change takes.
 *
 * @param guess the guess that the password would be, with its counters as they were read with the credential
 * @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD`, `REAUTHENTICATION_REQUIRED`, `TOO_MANY_REQUESTS`
 */
export async function assertMayChange(
  deps: Pick<FreshProofDeps, 'hash' | keyof GuessDeps>,
  own: CredentialProof,
  credential: Credential,
  change: ProvedChange,
  { asked, watched }: { readonly asked: Guess; readonly watched: readonly Watched[] },
): Promise<void> {
  const { currentPassword, recent } = own;
  switch (askedFor(own, change, credential)) {
    case 'nothing':
      return;
    case 'recent-login':
      return assertRecent(recent);
    case 'password':
  }
  const bad = new UsersError('UPDATE_USER_BAD_CURRENT_PASSWORD');
  if (currentPassword === undefined) throw bad;
  const guess = opened(deps, asked, watched);
  if (await deps.hash.verify(currentPassword, credential.passwordHash)) {
    return assertMayTell(deps, guess);
  }
  await countWrong(deps, guess, credential.userId);
  throw bad;
}
