import { type Action, requireVerification } from '../../lib/contract/action.ts';
import { loginEvents } from '../../lib/contract/login.ts';
import { maxSessionsPerUser } from '../../lib/contract/sessions.ts';
import type { Backend } from '../auth/backend.ts';
import { describeError } from '../describe-error.ts';
import { userModel } from './model.ts';
import type { Runtime } from './runtime.ts';
import { secondFactors } from './second-factors.ts';
import { loginStore } from './stores/login-store.ts';
import { sessionStore } from './stores/session-store.ts';
import { userStore } from './stores/user-store.ts';

/** What every way to sign in needs: it issues the credentials of one backend. */
export async function signInParts(rt: Runtime, row: Action, backend: Backend) {
  const { clock, ids } = rt;
  return {
    store: userStore(rt),
    logins: loginStore(rt),
    sessions: sessionStore(rt),
    model: await userModel(rt, row),
    loginEvents: rt.get(loginEvents),
    maxSessions: rt.get(maxSessionsPerUser),
    tidyingFailed: (user_id: string, error: unknown) =>
      console.error({
        message: 'sessions beyond the limit not ended',
        user_id,
        error: describeError(error),
      }),
    issue: backend.strategy.issue,
    secondFactors: secondFactors(rt, backend),
    requireVerification: rt.get(requireVerification),
    ...{ clock, ids },
  };
}
