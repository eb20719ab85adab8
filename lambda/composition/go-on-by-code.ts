/** By itself, as it is loaded only where users have an authenticator app. */
import { type MfaLoginDeps, type MfaLoginInput, mfaLogin } from '../users/login/mfa-login.ts';
import { codeGuessing } from './factors.ts';
import type { Runtime } from './runtime.ts';

export function goingOnByCode(
  rt: Runtime,
  signingIn: Omit<MfaLoginDeps, keyof ReturnType<typeof codeGuessing>>,
) {
  const deps = { ...signingIn, ...codeGuessing(rt) };
  return (input: MfaLoginInput) => mfaLogin(deps, input);
}
