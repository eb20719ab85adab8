import { loginKeys } from '../../lib/contract/keys.ts';
import { storesLogins } from '../../lib/contract/sessions.ts';
import { SecretsManagerLoginKeys } from '../adapters/secrets-manager/login-keys.ts';
import type { EndLoginsDeps } from '../users/sessions/end-logins.ts';
import type { Runtime } from './runtime.ts';
import { secretsManager } from './secrets.ts';
import { sessionStore } from './stores/session-store.ts';
import { userIds } from './stores/user-ids.ts';

/** What ends the logins of all backends. */
export function endLoginsParts(rt: Runtime): EndLoginsDeps {
  const keys = new SecretsManagerLoginKeys(secretsManager(rt), rt.get(loginKeys), rt.randomness);
  const stored = rt.get(storesLogins)
    ? { users: userIds(rt), sessions: sessionStore(rt) }
    : undefined;
  return { keys, stored, clock: rt.clock };
}
