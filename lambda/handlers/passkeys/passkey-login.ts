import * as z from 'zod/mini';
import { passkeyLogin as row } from '../../../lib/contract/passkeys.ts';
import { issuingAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { signInParts } from '../../composition/login.ts';
import { assertionVerifier } from '../../composition/passkey-assertions.ts';
import { loginChallenges } from '../../composition/passkeys.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passkeyStore } from '../../composition/stores/passkey-store.ts';
import { assertion } from '../../http/passkeys.ts';
import { takes } from '../../http/takes.ts';
import { passkeyLogin } from '../../users/passkeys/passkey-login.ts';

export const schema = z.object({ challenge_token: z.string(), credential: assertion });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const deps = {
    ...(await signInParts(rt, row, backend)),
    passkeys: passkeyStore(rt),
    challenges: loginChallenges(rt, backend),
    verifier: assertionVerifier(rt),
  };
  return issuingAction(rt, row, { backend, body: takes(schema) }, ({ input, ...call }) => {
    const { challenge_token: challengeToken, credential } = input;
    return passkeyLogin(deps, { challengeToken, credential, ...call });
  });
}
