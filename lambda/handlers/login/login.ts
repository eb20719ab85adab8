import * as z from 'zod/mini';
import { login as row } from '../../../lib/contract/login.ts';
import { issuingAction } from '../../actions/backend.ts';
import { countOutdatedHash } from '../../actions/counts.ts';
import { ownBackend } from '../../composition/backends.ts';
import { guessing } from '../../composition/limits.ts';
import { signInParts } from '../../composition/login.ts';
import { passwordHash } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { forms } from '../../http/forms.ts';
import { takes } from '../../http/takes.ts';
import { password } from '../../http/validation.ts';
import { login } from '../../users/login/login.ts';

export const schema = z.object({ username: z.string(), password });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const deps = {
    ...(await signInParts(rt, row, backend)),
    hash: passwordHash(rt, countOutdatedHash(rt)),
    ...guessing(rt),
  };
  return issuingAction(rt, row, { backend, body: takes(schema, { forms }) }, ({ input, ...call }) =>
    login(deps, { ...input, ...call }),
  );
}
