import * as z from 'zod/mini';
import { mfaSecretArn } from '../../../lib/contract/factors.ts';
import { reauthenticate as row } from '../../../lib/contract/login.ts';
import { passkeys } from '../../../lib/contract/passkey-settings.ts';
import { handOut } from '../../actions/backend.ts';
import { countOutdatedHash } from '../../actions/counts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { ownBackend } from '../../composition/backends.ts';
import { guessing } from '../../composition/limits.ts';
import { signInParts } from '../../composition/login.ts';
import { passwordHash } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { arrivalOf, originOf } from '../../http/authentication.ts';
import { byOnly, givenPasskey, passkeyFields } from '../../http/given-proof.ts';
import { takes } from '../../http/takes.ts';
import { password } from '../../http/validation.ts';
import { reauthenticate } from '../../users/login/reauthenticate.ts';

export const schema = z.object({
  password: z.optional(password),
  code: z.optional(z.string()),
  ...passkeyFields,
});

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const deps = {
    ...(await signInParts(rt, row, backend)),
    hash: passwordHash(rt, countOutdatedHash(rt)),
    ...guessing(rt),
  };
  const byCode =
    rt.get(mfaSecretArn) === undefined
      ? undefined
      : (await import('../../composition/reauthenticate-by-code.ts')).byCode(rt, deps);
  const byPasskey =
    rt.get(passkeys) === undefined
      ? undefined
      : (await import('../../composition/reauthenticate-by-passkey.ts')).byPasskey(
          rt,
          backend,
          deps,
        );
  return signedInAction(
    rt,
    row,
    { body: takes(schema) },
    async ({ event, input, caller: profile, claims }) => {
      const origin = originOf(event, backend.name);
      event.logged = { ...event.logged, backend: backend.name, ip: origin.ip };
      const arrivedAt = arrivalOf(event, deps.clock);
      const asked = { profile, claims, origin };
      const { password: given, code } = input;
      const passkey = byPasskey && givenPasskey(input);
      const outcome = await byOnly({
        password:
          given === undefined
            ? undefined
            : () => reauthenticate(deps, { ...asked, password: given, arrivedAt }),
        ...(byCode && {
          code: code === undefined ? undefined : () => byCode({ ...asked, code, arrivedAt }),
        }),
        ...(byPasskey && {
          challenge_token: passkey && (() => byPasskey({ ...asked, ...passkey })),
        }),
      });
      return handOut(backend, event, outcome);
    },
  );
}
