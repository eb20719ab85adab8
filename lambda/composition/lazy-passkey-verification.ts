import type { AssertionVerifier } from '../users/passkeys/verification.ts';
import type { Runtime } from './runtime.ts';

/** For functions that are given a passkey now and then: what verifies it is loaded with the first one. */
export const lazyAssertionVerifier = (rt: Runtime): AssertionVerifier => ({
  async assertion(response, expected) {
    const { assertionVerifier } = await import('./passkey-assertions.ts');
    return assertionVerifier(rt).assertion(response, expected);
  },
});
