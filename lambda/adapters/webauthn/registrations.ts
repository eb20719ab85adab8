import { type AuthenticatorTransport, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import type { PasskeySettings } from '../../../lib/contract/passkey-settings.ts';
import { ALGORITHMS } from '../../users/passkeys/options.ts';
import type {
  RegistrationResponse,
  RegistrationVerifier,
  VerifiedRegistration,
} from '../../users/passkeys/verification.ts';
import { assertOfTopPage } from './client-data.ts';

/** New passkeys, by SimpleWebAuthn. */
export class WebAuthnRegistrations implements RegistrationVerifier {
  readonly #settings: PasskeySettings;

  constructor(settings: PasskeySettings) {
    this.#settings = settings;
  }

  async registration(
    { id, rawId, response }: RegistrationResponse,
    { challenge, conditional }: { readonly challenge: string; readonly conditional: boolean },
  ): Promise<VerifiedRegistration> {
    const { rpId, origins, relatedOrigins = [], userVerification } = this.#settings;
    assertOfTopPage(response.clientDataJSON);
    assertNothingAttested(response.attestationObject);
    const { verified, registrationInfo: made } = await verifyRegistrationResponse({
      response: {
        ...{ id, rawId, type: 'public-key', clientExtensionResults: {} },
        response: {
          ...response,
          transports: response.transports as AuthenticatorTransport[],
        },
      },
      expectedChallenge: challenge,
      expectedOrigin: [...origins, ...relatedOrigins],
      expectedRPID: rpId,
      // The browser made it by itself: nobody was asked for anything.
      requireUserPresence: !conditional,
      requireUserVerification: !conditional && userVerification === 'required',
      supportedAlgorithmIDs: [...ALGORITHMS],
    });
    if (!verified) throw new Error('the attestation is not valid');
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = made;
    if (credential.id !== id) {
      throw new Error(`the id is ${id}, expected ${credential.id}, as the authenticator says`);
    }
    return {
      id,
      publicKey: isoBase64URL.fromBuffer(credential.publicKey),
      signCount: credential.counter,
      aaguid,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  }
}

/**
 * Browsers were asked for no attestation. One that comes all the same has certificates of the sender's choice, which can name
 * addresses to ask.
 */
function assertNothingAttested(attestationObject: string): void {
  const attested = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const format = attested.get('fmt');
  // An authenticator may sign with the new key itself (8.2), which says nothing more and costs nothing.
  const isSelfSigned = format === 'packed' && attested.get('attStmt').get('x5c') === undefined;
  if (format === 'none' || isSelfSigned) return;
  throw new Error(`the attestation is ${format}, expected none`);
}
