/** What it takes to sign in by a passkey in a function that is given one now and then. */
import type { Backend } from '../auth/backend.ts';
import type { PasskeyProofDeps } from '../users/passkeys/passkey-proof.ts';
import { lazyAssertionVerifier } from './lazy-passkey-verification.ts';
import { loginChallenges } from './passkeys.ts';
import type { Runtime } from './runtime.ts';
import { passkeyStore } from './stores/passkey-store.ts';

export function passkeyProof(rt: Runtime, backend: Backend): PasskeyProofDeps {
  return {
    passkeys: passkeyStore(rt),
    challenges: loginChallenges(rt, backend),
    verifier: lazyAssertionVerifier(rt),
    clock: rt.clock,
  };
}
