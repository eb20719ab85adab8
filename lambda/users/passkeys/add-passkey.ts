import { unlessSignedOut } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { Sender } from '../origin.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { assertVerified } from '../verified.ts';
import { authenticatorOf } from './authenticators.ts';
import type { RegistrationChallenges } from './challenges.ts';
import { MAX_PASSKEYS, type Passkey, publicPasskey } from './passkey.ts';
import type { PasskeyStore, UsedChallenge } from './passkey-store.ts';
import type {
  RegistrationResponse,
  RegistrationVerifier,
  VerifiedRegistration,
} from './verification.ts';

export interface AddPasskeyDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly passkeys: Pick<PasskeyStore, 'passkeysOf' | 'addPasskey'>;
  readonly challenges: Pick<RegistrationChallenges, 'verify'>;
  readonly verifier: RegistrationVerifier;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface AddPasskeyInput {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  readonly challengeToken: string;
  readonly credential: RegistrationResponse;
  readonly name?: string | undefined;
  readonly sender: Sender;
}

/**
 * Adds a passkey that an authenticator made for a challenge of this user and of this login. The fresh proof was given for the
 * challenge, which is good for five minutes and once.
 *
 * @throws UsersError `USER_NOT_VERIFIED`, `PASSKEY_INVALID`, `PASSKEY_LIMIT`; `UNAUTHORIZED` when the user was signed out or deleted in between
 */
export async function addPasskey(
  deps: AddPasskeyDeps,
  { profile, challengeToken, credential, name, sender }: AddPasskeyInput,
): Promise<Passkey> {
  const challenge = await deps.challenges.verify(challengeToken);
  if (challenge?.userId !== profile.user.id || challenge.tokenVersion !== profile.tokenVersion) {
    throw new UsersError('PASSKEY_INVALID', {
      cause: new Error('the challenge is not one of this user, or has expired'),
    });
  }
  const verified = await deps.verifier
    .registration(credential, challenge)
    .catch((cause: unknown) => {
      throw new UsersError('PASSKEY_INVALID', { cause });
    });
  const { transports = [] } = credential.response;
  const made = { ...verified, name, transports: [...new Set(transports)] };
  return unlessSignedOut(deps.store, profile, (before) =>
    add(deps, before, made, { ...challenge, sender }),
  );
}

async function add(
  { passkeys, clock, ids }: AddPasskeyDeps,
  before: Profile,
  { name, ...made }: VerifiedRegistration & { name: string | undefined; transports: string[] },
  { challenge, expiresAt, sender: { ip, user_agent } }: UsedChallenge & { readonly sender: Sender },
): Promise<Passkey | 'stale'> {
  const userId = before.user.id;
  assertVerified(before.user);
  // Every passkey that comes or goes is a new version of the profile, so these are all there are.
  const present = await passkeys.passkeysOf(userId);
  if (present.length >= MAX_PASSKEYS) throw new UsersError('PASSKEY_LIMIT');
  const at = clock.now().toISOString();
  const passkey: Passkey = {
    ...made,
    userId,
    name: name ?? authenticatorOf(made.aaguid) ?? 'Passkey',
    created_at: at,
  };
  const event: NewEvent = {
    id: ids.next(),
    type: 'after-passkey-add',
    at,
    actor: { id: userId, by: 'user' },
    ...{ ip, user_agent },
    passkey: publicPasskey(passkey),
  };
  const used = { challenge, expiresAt };
  const outcome = await passkeys.addPasskey({ passkey, before, used, event });
  switch (outcome) {
    case 'added':
      return passkey;
    case 'stale':
      return outcome;
    case 'used':
    case 'taken':
      throw new UsersError('PASSKEY_INVALID', {
        cause: new Error(
          outcome === 'used' ? 'the challenge was used before' : 'the user has this passkey',
        ),
      });
  }
}
