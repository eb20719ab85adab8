import {
  JwtLoginChallenges,
  JwtRegistrationChallenges,
} from '../../../lambda/adapters/jose/passkey-challenges.ts';
import {
  PASSKEY_CREATION_PURPOSE,
  passkeyLoginPurpose,
} from '../../../lambda/adapters/jose/purposes.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { LoginChallenges } from '../../../lambda/users/passkeys/challenges.ts';
import type { CreationOptions, RequestOptions } from '../../../lambda/users/passkeys/options.ts';
import type {
  AssertionResponse,
  AssertionVerifier,
  RegistrationResponse,
  RegistrationVerifier,
  VerifiedAssertion,
} from '../../../lambda/users/passkeys/verification.ts';
import type { PasskeySettings } from '../../../lib/contract/passkey-settings.ts';
import { TestKeys } from '../../support/domain/keys.ts';
import type { Device } from './ledger.ts';
import { PlainTokens } from './plain-tokens.ts';

export const plainSettings: PasskeySettings = {
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://app.example.com'],
  userVerification: 'preferred',
};

const TYPE = 'public-key';

const keyOf = (id: string) => `the key of ${id}`;

/** What a device says of a new passkey. */
export function created({ challenge }: CreationOptions, { id }: Device): RegistrationResponse {
  const response = { clientDataJSON: challenge, attestationObject: '' };
  return { id, rawId: id, type: TYPE, response };
}

/** What it says when a passkey is used; one that stays on its device counts. */
export function asserted(
  { challenge }: RequestOptions,
  device: Device,
  userVerified: boolean,
): AssertionResponse {
  const { id, userHandle } = device;
  if (!device.isSynced) device.signCount += 1;
  const { signCount } = device;
  const said: VerifiedAssertion = { signCount, userVerified, backedUp: device.isSynced };
  const response = {
    clientDataJSON: challenge,
    authenticatorData: JSON.stringify(said),
    signature: keyOf(id),
    userHandle,
  };
  return { id, rawId: id, type: TYPE, response };
}

/** Passkeys whose signatures are texts: nobody in a program forges one. */
export function plainVerifier(): RegistrationVerifier & AssertionVerifier {
  return {
    async registration({ id, response }, { challenge }) {
      assertSame(response.clientDataJSON, challenge);
      const isSynced = id.endsWith('synced');
      const publicKey = keyOf(id);
      return {
        id,
        publicKey,
        signCount: 0,
        aaguid: '',
        backupEligible: isSynced,
        backedUp: isSynced,
      };
    },
    async assertion({ response }, { challenge, passkey }) {
      assertSame(response.clientDataJSON, challenge);
      assertSame(response.signature, passkey.publicKey);
      return JSON.parse(response.authenticatorData);
    },
  };
}

function assertSame(got: string, expected: string): void {
  if (got !== expected) throw new Error(`got ${got}, expected ${expected}`);
}

/** Challenges of logins, by their backends, and of new passkeys. */
export function challengesOf(clock: Clock) {
  const keys = new TestKeys();
  return {
    login: (backend: string): LoginChallenges =>
      new JwtLoginChallenges(new PlainTokens(passkeyLoginPurpose(backend), keys, clock), clock),
    creation: new JwtRegistrationChallenges(
      new PlainTokens(PASSKEY_CREATION_PURPOSE, keys, clock),
      clock,
    ),
  };
}
