import * as z from 'zod/mini';
import { confirmLogin as row } from '../../../lib/contract/email-login.ts';
import { backendAction, handOut } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { emailCodes } from '../../composition/email-codes.ts';
import { attemptCookie, emailAttempts } from '../../composition/email-login.ts';
import { guessing } from '../../composition/limits.ts';
import { signInParts } from '../../composition/login.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { emailLoginStore } from '../../composition/stores/email-login-store.ts';
import { takes } from '../../http/takes.ts';
import { confirmLogin } from '../../users/email-login/confirm-login.ts';

/** A browser by cookie has its attempt in a cookie as well. */
export const schema = z.object({ attempt_token: z.optional(z.string()), code: z.string() });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const codes = emailCodes(rt);
  if (codes === undefined) throw new Error('the environment variable EMAIL_CODES is missing');
  const deps = {
    ...(await signInParts(rt, row, backend)),
    ...guessing(rt),
    ...codes,
    emailLogins: emailLoginStore(rt),
    emailAttempts: emailAttempts(rt, backend.name),
  };
  const cookie = attemptCookie(rt);
  return backendAction(rt, row, { backend, body: takes(schema) }, async ({ input, ...call }) => {
    const { event } = call;
    const carried = cookie?.read(event);
    const kept = carried && carried !== 'malformed' ? carried.credential : undefined;
    const attemptToken = input.attempt_token ?? kept;
    const outcome = await confirmLogin(deps, { ...call, attemptToken, code: input.code });
    const reply = handOut(backend, event, outcome);
    const cleared = carried === undefined ? [] : (cookie?.clear().cookies ?? []);
    return { ...reply, cookies: [...(reply.cookies ?? []), ...cleared] };
  });
}
