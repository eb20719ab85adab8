import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import type { PasskeySettings } from '../../../lib/contract/passkey-settings.ts';
import type { Passkey } from '../../users/passkeys/passkey.ts';
import type {
  AssertionResponse,
  AssertionVerifier,
  VerifiedAssertion,
} from '../../users/passkeys/verification.ts';
import { assertOfTopPage } from './client-data.ts';

/** Uses of passkeys, by SimpleWebAuthn. */
export class WebAuthnAssertions implements AssertionVerifier {
  readonly #settings: PasskeySettings;

  constructor(settings: PasskeySettings) {
    this.#settings = settings;
  }

  async assertion(
    { rawId, response }: AssertionResponse,
    { challenge, passkey }: { readonly challenge: string; readonly passkey: Passkey },
  ): Promise<VerifiedAssertion> {
    const { rpId, origins, relatedOrigins = [], userVerification } = this.#settings;
    const { id, publicKey, signCount, backupEligible } = passkey;
    assertOfTopPage(response.clientDataJSON);
    const { clientDataJSON, authenticatorData, signature } = response;
    const { verified, authenticationInfo: used } = await verifyAuthenticationResponse({
      response: {
        ...{ id, rawId, type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: [...origins, ...relatedOrigins],
      expectedRPID: rpId,
      requireUserVerification: userVerification === 'required',
      // One that doesn't count more than before is a copy (7.2, step 22).
      credential: { id, publicKey: isoBase64URL.toBuffer(publicKey), counter: signCount },
    });
    if (!verified) throw new Error('the signature does not fit the public key');
    const isEligible = used.credentialDeviceType === 'multiDevice';
    if (isEligible !== backupEligible) {
      throw new Error(
        `the passkey may ${isEligible ? '' : 'not '}be backed up, expected as it was when it was made`,
      );
    }
    return {
      signCount: used.newCounter,
      backedUp: used.credentialBackedUp,
      userVerified: used.userVerified,
    };
  }
}
