import { listMySessions } from '../../../lib/contract/sessions.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { sessionStore } from '../../composition/stores/session-store.ts';
import { listSessions } from '../../users/sessions/list-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { sessions: sessionStore(rt), clock: rt.clock };
  return signedInAction(rt, listMySessions, {}, async ({ caller: profile, claims }) => ({
    statusCode: 200,
    body: await listSessions(deps, { profile, currentId: claims.sessionId }),
  }));
}
