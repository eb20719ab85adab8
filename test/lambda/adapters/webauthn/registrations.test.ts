import { describe, expect, test } from '@jest/globals';
import { WebAuthnRegistrations } from '../../../../lambda/adapters/webauthn/registrations.ts';
import type { CreationOptions } from '../../../../lambda/users/passkeys/options.ts';
import type { Cbor } from '../../../support/passkeys/cbor.ts';
import {
  type Behaviour,
  SoftwareAuthenticator,
} from '../../../support/passkeys/software-authenticator.ts';
import { CREATION, SETTINGS } from './ceremonies.ts';

const verifier = new WebAuthnRegistrations(SETTINGS);

function made(
  behaviour: Behaviour,
  {
    conditional = false,
    options = CREATION,
  }: { conditional?: boolean; options?: CreationOptions } = {},
) {
  const response = new SoftwareAuthenticator().create(options, behaviour);
  const { challenge } = CREATION;
  return verifier.registration(response, { challenge, conditional });
}

describe('a new passkey', () => {
  test.each(['EdDSA', 'ES256', 'RS256'] as const)('has a key for %s', async (algorithm) => {
    const passkey = await made({ algorithm });
    expect(passkey.publicKey).toMatch(/^[\w-]{40,}$/);
  });

  test('is described by its authenticator', async () => {
    const aaguid = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4';
    expect(await made({ aaguid })).toMatchObject({
      ...{ aaguid, signCount: 0, backupEligible: true, backedUp: true },
    });
    expect(await made({ backupEligible: false, signCount: 7 })).toMatchObject({
      ...{ signCount: 7, backupEligible: false, backedUp: false },
    });
  });

  test('has an id of up to 1,023 bytes', async () => {
    const { id } = await made({ idBytes: 1023 });
    expect(Buffer.from(id, 'base64url')).toHaveLength(1023);
  });

  test.each<[string, Behaviour]>([
    ['of another site', { origin: 'https://app.example.org' }],
    ['of a site under it that is not listed', { origin: 'https://other.example.com' }],
    ['that a page of another site asked for in a frame', { clientData: { crossOrigin: true } }],
    ['of another domain', { rpId: 'example.org' }],
    ['for another challenge', { clientData: { challenge: 'b3RoZXI' } }],
    ['that is a login', { clientData: { type: 'webauthn.get' } }],
    ['that nobody touched anything for', { userPresent: false }],
    ['whose authenticator asked for no PIN', { userVerified: false }],
    [
      'with certificates that nobody asked for',
      {
        attestation: {
          format: 'packed',
          statement: new Map<string, Cbor>([
            ['alg', -7],
            ['sig', Buffer.alloc(8)],
            ['x5c', Buffer.alloc(8)],
          ]),
        },
      },
    ],
    [
      'with an attestation of another format',
      { attestation: { format: 'fido-u2f', statement: new Map() } },
    ],
  ])('is refused %s', async (_, behaviour) => {
    await expect(made(behaviour)).rejects.toThrow(Error);
  });

  test('is refused with another id than its authenticator says', async () => {
    const response = new SoftwareAuthenticator().create(CREATION);
    const other = { ...response, id: 'b3RoZXI', rawId: 'b3RoZXI' };
    const { challenge } = CREATION;
    await expect(verifier.registration(other, { challenge, conditional: false })).rejects.toThrow(
      'expected',
    );
  });

  test('that the browser made by itself has neither presence nor verification', async () => {
    const behaviour = { userPresent: false, userVerified: false };
    await expect(made(behaviour, { conditional: true })).resolves.toMatchObject({ signCount: 0 });
    await expect(made(behaviour)).rejects.toThrow('presence');
  });

  test.each([
    ['no bytes', ''],
    ['no CBOR', 'AAAA'],
    ['no base64url', '***'],
  ])('is refused with an attestation object of %s', async (_, attestationObject) => {
    const response = new SoftwareAuthenticator().create(CREATION);
    const broken = { ...response, response: { ...response.response, attestationObject } };
    const { challenge } = CREATION;
    await expect(verifier.registration(broken, { challenge, conditional: false })).rejects.toThrow(
      Error,
    );
  });
});
