/** By itself, since only functions that verify logins load what does it. */
import { WebAuthnAssertions } from '../adapters/webauthn/assertions.ts';
import type { AssertionVerifier } from '../users/passkeys/verification.ts';
import { passkeySettings } from './passkeys.ts';
import type { Runtime } from './runtime.ts';

export const assertionVerifier = (rt: Runtime): AssertionVerifier =>
  new WebAuthnAssertions(passkeySettings(rt));
