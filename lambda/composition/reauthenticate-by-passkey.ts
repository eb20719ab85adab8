/** By itself, as it is loaded only where users have passkeys. */
import type { Backend } from '../auth/backend.ts';
import type { PasskeyLoginDeps } from '../users/passkeys/passkey-login.ts';
import {
  type ReauthenticateByPasskeyInput,
  reauthenticateByPasskey,
} from '../users/passkeys/reauthenticate-by-passkey.ts';
import { passkeyProof } from './passkey-proof.ts';
import type { Runtime } from './runtime.ts';

export function byPasskey(
  rt: Runtime,
  backend: Backend,
  signingIn: Omit<PasskeyLoginDeps, keyof ReturnType<typeof passkeyProof>>,
) {
  const deps = { ...signingIn, ...passkeyProof(rt, backend) };
  return (input: ReauthenticateByPasskeyInput) => reauthenticateByPasskey(deps, input);
}
