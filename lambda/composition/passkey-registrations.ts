/** By itself, since only the function that verifies new passkeys loads what does it, which is large. */
import { WebAuthnRegistrations } from '../adapters/webauthn/registrations.ts';
import type { RegistrationVerifier } from '../users/passkeys/verification.ts';
import { passkeySettings } from './passkeys.ts';
import type { Runtime } from './runtime.ts';

export const registrationVerifier = (rt: Runtime): RegistrationVerifier =>
  new WebAuthnRegistrations(passkeySettings(rt));
