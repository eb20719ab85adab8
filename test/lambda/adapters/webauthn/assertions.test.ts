import { describe, expect, test } from '@jest/globals';
import { WebAuthnAssertions } from '../../../../lambda/adapters/webauthn/assertions.ts';
import { WebAuthnRegistrations } from '../../../../lambda/adapters/webauthn/registrations.ts';
import type { Passkey } from '../../../../lambda/users/passkeys/passkey.ts';
import type { AssertionResponse } from '../../../../lambda/users/passkeys/verification.ts';
import {
  type Behaviour,
  SoftwareAuthenticator,
} from '../../../support/passkeys/software-authenticator.ts';
import { CREATION, REQUEST, SETTINGS } from './ceremonies.ts';

const registrations = new WebAuthnRegistrations(SETTINGS);
const verifier = new WebAuthnAssertions(SETTINGS);

/** An authenticator with a passkey, as it is stored. */
async function enrolled(behaviour: Behaviour = {}) {
  const authenticator = new SoftwareAuthenticator(behaviour);
  const { challenge } = CREATION;
  const made = await registrations.registration(authenticator.create(CREATION), {
    ...{ challenge, conditional: false },
  });
  const passkey: Passkey = {
    ...made,
    ...{ userId: 'user', name: 'Passkey', transports: [], factorVersion: 1 },
    created_at: '2026-11-27T00:00:00.000Z',
  };
  return { authenticator, passkey };
}

const verified = (response: AssertionResponse, passkey: Passkey, asked = verifier) =>
  asked.assertion(response, { challenge: REQUEST.challenge, passkey });

describe('a use of a passkey', () => {
  test.each(['EdDSA', 'ES256', 'RS256'] as const)('is signed with %s', async (algorithm) => {
    const { authenticator, passkey } = await enrolled({ algorithm });
    expect(await verified(authenticator.get(REQUEST), passkey)).toEqual({
      ...{ signCount: 0, backedUp: true, userVerified: true },
    });
  });

  test.each<[string, Behaviour]>([
    ['on a page of another site', { origin: 'https://app.example.org' }],
    ['on a page under it that is not listed', { origin: 'https://other.example.com' }],
    ['that a page of another site asked for in a frame', { clientData: { crossOrigin: true } }],
    ['for another domain', { rpId: 'example.org' }],
    ['for another challenge', { clientData: { challenge: 'b3RoZXI' } }],
    ['that is a new passkey', { clientData: { type: 'webauthn.create' } }],
    ['that nobody touched anything for', { userPresent: false }],
    ['whose authenticator asked for no PIN', { userVerified: false }],
    ['of an authenticator that may no longer copy it', { backupEligible: false }],
  ])('is refused %s', async (_, behaviour) => {
    const { authenticator, passkey } = await enrolled();
    await expect(verified(authenticator.get(REQUEST, behaviour), passkey)).rejects.toThrow(Error);
  });

  test('is taken on a page of another site that is listed, as a new one is', async () => {
    const related = { ...SETTINGS, relatedOrigins: ['https://app.example.org'] };
    const page = { origin: 'https://app.example.org' };
    const { authenticator, passkey } = await enrolled();
    const used = authenticator.get(REQUEST, page);
    await expect(verified(used, passkey, new WebAuthnAssertions(related))).resolves.toBeDefined();
    const made = new SoftwareAuthenticator(page).create(CREATION);
    const asked = { challenge: CREATION.challenge, conditional: false };
    await expect(
      new WebAuthnRegistrations(related).registration(made, asked),
    ).resolves.toBeDefined();
    await expect(registrations.registration(made, asked)).rejects.toThrow(Error);
  });

  test('is refused by the key of another passkey', async () => {
    const { authenticator } = await enrolled();
    const { passkey } = await enrolled();
    const used = { ...authenticator.get(REQUEST), rawId: passkey.id };
    await expect(verified(used, passkey)).rejects.toThrow('signature');
  });

  test.each(['authenticatorData', 'clientDataJSON', 'signature'] as const)(
    'is refused with another %s than was signed',
    async (part) => {
      const { authenticator, passkey } = await enrolled();
      const used = authenticator.get(REQUEST);
      const later = authenticator.get(REQUEST, { signCount: 3, clientData: { more: true } });
      const mixed = { ...used, response: { ...used.response, [part]: later.response[part] } };
      await expect(verified(mixed, passkey)).rejects.toThrow(Error);
    },
  );

  test.each([
    { stored: 0, said: 0, ok: true },
    { stored: 0, said: 1, ok: true },
    { stored: 5, said: 6, ok: true },
    { stored: 5, said: 500, ok: true },
    { stored: 5, said: 5, ok: false },
    { stored: 5, said: 4, ok: false },
    { stored: 5, said: 0, ok: false },
  ])('that is counted as $said after $stored is accepted: $ok', async ({ stored, said, ok }) => {
    const { authenticator, passkey } = await enrolled({ backupEligible: false });
    const used = verified(authenticator.get(REQUEST, { signCount: said }), {
      ...{ ...passkey, signCount: stored },
    });
    if (ok) await expect(used).resolves.toMatchObject({ signCount: said });
    else await expect(used).rejects.toThrow('counter');
  });

  test('tells that the passkey was backed up since, or no longer is', async () => {
    const { authenticator, passkey } = await enrolled({ backedUp: false });
    expect(passkey.backedUp).toBe(false);
    const used = await verified(authenticator.get(REQUEST, { backedUp: true }), passkey);
    expect(used.backedUp).toBe(true);
  });

  test('needs no PIN where the construct only prefers one, and tells that there was none', async () => {
    const { authenticator, passkey } = await enrolled();
    const preferring = new WebAuthnAssertions({ ...SETTINGS, userVerification: 'preferred' });
    const response = authenticator.get(REQUEST, { userVerified: false });
    expect(await verified(response, passkey, preferring)).toMatchObject({ userVerified: false });
  });
});
