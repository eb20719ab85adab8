import { deleteMySession } from '../../../lib/contract/sessions.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { sessionStore } from '../../composition/stores/session-store.ts';
import { sessionIdOf } from '../../http/path.ts';
import { deleteSession } from '../../users/sessions/delete-session.ts';

export async function make(rt: Runtime) {
  const deps = { sessions: sessionStore(rt) };
  const options = { freshProof: currentPassword(rt) };
  return signedInAction(rt, deleteMySession, options, async ({ event, claims, backend }) => {
    const sessionId = sessionIdOf(event, 'id');
    await deleteSession(deps, { userId: claims.userId, sessionId });
    // To end the current session is to log out.
    return sessionId === claims.sessionId ? backend.transport.clear() : { statusCode: 204 };
  });
}
