import { logout as row } from '../../../lib/contract/login.ts';
import { credentialAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { sessionStore } from '../../composition/stores/session-store.ts';
import { logout } from '../../users/login/logout.ts';

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const deps = { sessions: sessionStore(rt), clock: rt.clock };
  return credentialAction(rt, row, { backend }, async ({ claims }) => {
    await logout(deps, { claims });
    return backend.transport.clear();
  });
}
