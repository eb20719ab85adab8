/** Apart from what else passkeys take, since only functions that verify load what does it. */
import { WebAuthnAssertions } from '../adapters/webauthn/assertions.ts';
import { WebAuthnRegistrations } from '../adapters/webauthn/registrations.ts';
import type { AssertionVerifier, RegistrationVerifier } from '../users/passkeys/verification.ts';
import { passkeySettings } from './passkeys.ts';
import type { Runtime } from './runtime.ts';

export const assertionVerifier = (rt: Runtime): AssertionVerifier =>
  new WebAuthnAssertions(passkeySettings(rt));

export const registrationVerifier = (rt: Runtime): RegistrationVerifier =>
  new WebAuthnRegistrations(passkeySettings(rt));
