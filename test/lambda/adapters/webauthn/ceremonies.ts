import type { CreationOptions, RequestOptions } from '../../../../lambda/users/passkeys/options.ts';
import type { PasskeySettings } from '../../../../lib/contract/passkey-settings.ts';

export const SETTINGS: PasskeySettings = {
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://app.example.com'],
  userVerification: 'required',
};

export const REQUEST: RequestOptions = {
  challenge: 'bG9naW4',
  rpId: SETTINGS.rpId,
  timeout: 300_000,
  userVerification: SETTINGS.userVerification,
};

export const CREATION: CreationOptions = {
  challenge: 'Y3JlYXRl',
  rp: { id: SETTINGS.rpId, name: SETTINGS.rpName },
  user: { id: 'YWRh', name: 'ada@example.com', displayName: 'ada@example.com' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  timeout: 300_000,
  excludeCredentials: [],
  authenticatorSelection: {
    ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  },
  attestation: 'none',
};
