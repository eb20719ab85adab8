import * as z from 'zod/mini';
import { mfaSecretArn } from '../../../lib/contract/factors.ts';
import { mfaLogin as row } from '../../../lib/contract/login.ts';
import { issuingAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { codeGuessing } from '../../composition/factors.ts';
import { signInParts } from '../../composition/login.ts';
import { passkeyProof } from '../../composition/passkey-proof.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { begunLogins } from '../../composition/second-factors.ts';
import { codeFields } from '../../http/given-code.ts';
import { byOnly, givenPasskey, passkeyFields } from '../../http/given-proof.ts';
import type { GivenCode } from '../../users/factors/factor-use.ts';
import { mfaLogin } from '../../users/login/mfa-login.ts';
import { goOnByPasskey } from '../../users/passkeys/second-passkey.ts';

export const schema = z.object({ mfa_token: z.string(), ...codeFields, ...passkeyFields });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const begun = begunLogins(rt, backend);
  if (begun === undefined) throw new Error('logins of this API take one factor');
  const deps = { ...(await signInParts(rt, row, backend)), begun };
  const byCode = rt.get(mfaSecretArn) === undefined ? undefined : codeGuessing(rt);
  const byPasskey = passkeyProof(rt, backend);
  return issuingAction(rt, row, { backend, body: { schema } }, ({ input, ...call }) => {
    const asked = { ...call, mfaToken: input.mfa_token };
    const passkey = byPasskey && givenPasskey(input);
    const goOnByCode = (method: GivenCode['method'], code: string | undefined) =>
      byCode &&
      code !== undefined &&
      (() => mfaLogin({ ...deps, ...byCode }, { ...asked, given: { method, code } }));
    return byOnly({
      ...(byCode && {
        code: goOnByCode('totp', input.code),
        recovery_code: goOnByCode('recovery_code', input.recovery_code),
      }),
      challenge_token:
        passkey && (() => goOnByPasskey({ ...deps, ...byPasskey }, { ...asked, ...passkey })),
    });
  });
}
