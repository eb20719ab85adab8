import type { PasskeySettings } from '../../../lib/contract/passkey-settings.ts';
import { UsersError } from '../errors.ts';
import type { Randomness } from '../ids.ts';
import type { Profile } from '../user.ts';
import {
  CHALLENGE_BYTES,
  CHALLENGE_LIFETIME,
  type LoginChallenges,
  type RegistrationChallenges,
} from './challenges.ts';
import { MAX_PASSKEYS, type Passkey } from './passkey.ts';
import type { PasskeyStore } from './passkey-store.ts';

/** COSE algorithms (RFC 9053) of passkeys, best first: Ed25519, ES256, RS256. */
export const ALGORITHMS = [-8, -7, -257] as const;

/** What a ceremony begins with. */
interface Begun<Options> {
  readonly options: Options;
  /** To come back with what the authenticator says. */
  readonly challenge_token: string;
}

/** What `PublicKeyCredential.parseRequestOptionsFromJSON` takes. */
export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly userVerification: PasskeySettings['userVerification'];
}

/** What `PublicKeyCredential.parseCreationOptionsFromJSON` takes. */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly Descriptor[];
  readonly authenticatorSelection: {
    readonly residentKey: 'required';
    readonly requireResidentKey: true;
    readonly userVerification: PasskeySettings['userVerification'];
  };
  readonly attestation: 'none';
}

interface Descriptor {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports: readonly string[];
}

interface Deps {
  readonly settings: PasskeySettings;
  readonly randomness: Randomness;
}

/** Begins a login. Nobody knows yet of which user, so nothing is read. */
export async function loginOptions({
  settings: { rpId, userVerification },
  randomness,
  challenges,
}: Deps & { readonly challenges: LoginChallenges }): Promise<Begun<RequestOptions>> {
  const challenge = newChallenge(randomness);
  return {
    options: { challenge, rpId, timeout: CHALLENGE_LIFETIME * 1000, userVerification },
    challenge_token: await challenges.issue(challenge),
  };
}

/**
 * Begins to add a passkey, other than those that the user has.
 *
 * @param conditional the browser may make it by itself, as after a login by password: the authenticator then need not ask
 * @throws UsersError `PASSKEY_LIMIT`, before a device has a passkey that nobody would take
 */
export async function creationOptions(
  {
    settings: { rpId, rpName, userVerification },
    randomness,
    challenges,
    passkeys,
  }: Deps & {
    readonly challenges: RegistrationChallenges;
    readonly passkeys: Pick<PasskeyStore, 'passkeysOf'>;
  },
  { profile, conditional }: { readonly profile: Profile; readonly conditional: boolean },
): Promise<Begun<CreationOptions>> {
  const { user, tokenVersion } = profile;
  const present = await passkeys.passkeysOf(user.id);
  if (present.length >= MAX_PASSKEYS) throw new UsersError('PASSKEY_LIMIT');
  const challenge = newChallenge(randomness);
  return {
    options: {
      challenge,
      rp: { id: rpId, name: rpName },
      user: { id: userHandleOf(user.id), name: user.email, displayName: user.email },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: CHALLENGE_LIFETIME * 1000,
      excludeCredentials: present.map(descriptor),
      authenticatorSelection: {
        // So that a login needs no name.
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: conditional ? 'preferred' : userVerification,
      },
      // Nothing depends on what an authenticator is, and a user is asked before a browser tells.
      attestation: 'none',
    },
    challenge_token: await challenges.issue({
      challenge,
      userId: user.id,
      tokenVersion,
      conditional,
    }),
  };
}

function newChallenge(randomness: Randomness): string {
  return randomness.bytes(CHALLENGE_BYTES).toString('base64url');
}

function descriptor({ id, transports }: Passkey): Descriptor {
  return { type: 'public-key', id, transports };
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The text of the id in base64url: a front end makes the same with `btoa(user.id)`, as no UUID needs padding. */
export function userHandleOf(userId: string): string {
  return Buffer.from(userId, 'utf8').toString('base64url');
}

/** The id of a user handle; `undefined` for one that is none of ours. */
export function userIdOf(userHandle: string): string | undefined {
  const text = Buffer.from(userHandle, 'base64url').toString('utf8');
  return UUID.test(text) && userHandleOf(text) === userHandle ? text : undefined;
}
