import * as z from 'zod/mini';
import { mfaLogin as row } from '../../../lib/contract/login.ts';
import { issuingAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { codeGuessing } from '../../composition/factors.ts';
import { signInParts } from '../../composition/login.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { begunLogins } from '../../composition/second-factors.ts';
import { codeFields, givenCode } from '../../http/given-code.ts';
import { mfaLogin } from '../../users/login/mfa-login.ts';

export const schema = z.object({ mfa_token: z.string(), ...codeFields });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const begun = begunLogins(rt, backend);
  if (begun === undefined) throw new Error('logins of this API take one factor');
  const deps = { ...(await signInParts(rt, row, backend)), ...codeGuessing(rt), begun };
  return issuingAction(rt, row, { backend, body: { schema } }, ({ input, ...call }) =>
    mfaLogin(deps, { mfaToken: input.mfa_token, given: givenCode(input), ...call }),
  );
}
