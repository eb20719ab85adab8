/** By itself, as it is loaded only where users have an authenticator app. */
import {
  type ReauthenticateByCodeInput,
  reauthenticateByCode,
} from '../users/login/reauthenticate-by-code.ts';
import type { SignInDeps } from '../users/login/sign-in.ts';
import { codeGuessing } from './factors.ts';
import type { Runtime } from './runtime.ts';

export function byCode(rt: Runtime, signingIn: SignInDeps) {
  const deps = { ...signingIn, ...codeGuessing(rt) };
  return (input: ReauthenticateByCodeInput) => reauthenticateByCode(deps, input);
}
