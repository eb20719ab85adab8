/** By itself, as it is loaded only where users have passkeys. */
import type { Backend } from '../auth/backend.ts';
import {
  goOnByPasskey,
  type SecondPasskeyDeps,
  type SecondPasskeyInput,
} from '../users/passkeys/second-passkey.ts';
import { passkeyProof } from './passkey-proof.ts';
import type { Runtime } from './runtime.ts';

export function goingOnByPasskey(
  rt: Runtime,
  backend: Backend,
  signingIn: Omit<SecondPasskeyDeps, keyof ReturnType<typeof passkeyProof>>,
) {
  const deps = { ...signingIn, ...passkeyProof(rt, backend) };
  return (input: SecondPasskeyInput) => goOnByPasskey(deps, input);
}
