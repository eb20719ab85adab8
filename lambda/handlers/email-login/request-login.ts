import * as z from 'zod/mini';
import { CODE_LIFETIME, requestLogin as row } from '../../../lib/contract/email-login.ts';
import { backendAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { attemptCookie, emailAttempts } from '../../composition/email-login.ts';
import { guessing } from '../../composition/limits.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { emailLoginStore } from '../../composition/stores/email-login-store.ts';
import { takes } from '../../http/takes.ts';
import { email } from '../../http/validation.ts';
import { requestLogin } from '../../users/email-login/request-login.ts';

export const schema = z.object({ email });

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const deps = {
    ...guessing(rt),
    emailLogins: emailLoginStore(rt),
    emailAttempts: emailAttempts(rt, backend.name),
  };
  const cookie = attemptCookie(rt);
  return backendAction(rt, row, { backend, body: takes(schema) }, async ({ input, ...call }) => {
    const sender = { ...call.origin, arrivedAt: call.arrivedAt };
    const { token, expiresAt } = await requestLogin(deps, { ...input, sender });
    return {
      statusCode: 202,
      body: { attempt_token: token, expires_at: expiresAt.toISOString() },
      cookies: cookie?.respond({ credential: token, lifetime: CODE_LIFETIME }).cookies,
    };
  });
}
