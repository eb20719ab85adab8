import * as z from 'zod/mini';
import { mfaSecretArn } from '../../../lib/contract/factors.ts';
import { mfaLogin as row } from '../../../lib/contract/login.ts';
import { passkeys } from '../../../lib/contract/passkey-settings.ts';
import { issuingAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { signInParts } from '../../composition/login.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { begunLogins } from '../../composition/second-factors.ts';
import { codeFields } from '../../http/given-code.ts';
import { byOnly, givenPasskey, passkeyFields } from '../../http/given-proof.ts';
import { takes } from '../../http/takes.ts';
import type { GivenCode } from '../../users/factors/factor-use.ts';

export const schema = z.object({ mfa_token: z.string(), ...codeFields, ...passkeyFields });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const begun = begunLogins(rt, backend);
  if (begun === undefined) throw new Error('logins of this API take one factor');
  const deps = { ...(await signInParts(rt, row, backend)), begun };
  const byCode =
    rt.get(mfaSecretArn) === undefined
      ? undefined
      : (await import('../../composition/go-on-by-code.ts')).goingOnByCode(rt, deps);
  const byPasskey =
    rt.get(passkeys) === undefined
      ? undefined
      : (await import('../../composition/go-on-by-passkey.ts')).goingOnByPasskey(rt, backend, deps);
  return issuingAction(rt, row, { backend, body: takes(schema) }, ({ input, ...call }) => {
    const asked = { ...call, mfaToken: input.mfa_token };
    const passkey = byPasskey && givenPasskey(input);
    const goOnByCode = (method: GivenCode['method'], code: string | undefined) =>
      byCode && code !== undefined
        ? () => byCode({ ...asked, given: { method, code } })
        : undefined;
    return byOnly({
      ...(byCode && {
        code: goOnByCode('totp', input.code),
        recovery_code: goOnByCode('recovery_code', input.recovery_code),
      }),
      ...(byPasskey && {
        challenge_token: passkey && (() => byPasskey({ ...asked, ...passkey })),
      }),
    });
  });
}
