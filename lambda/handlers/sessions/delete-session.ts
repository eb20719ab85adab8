import { deleteSession as row } from '../../../lib/contract/sessions.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { sessionStore } from '../../composition/stores/session-store.ts';
import { sessionIdOf } from '../../http/path.ts';
import { deleteSession } from '../../users/sessions/delete-session.ts';

export async function make(rt: Runtime) {
  const deps = { sessions: sessionStore(rt) };
  const options = { freshProof: currentPassword(rt) };
  return superuserAction(
    rt,
    row,
    options,
    async ({ event, target, themselves, claims, backend }) => {
      const sessionId = sessionIdOf(event, 'session_id');
      await deleteSession(deps, { userId: target.user.id, sessionId });
      return themselves && sessionId === claims.sessionId
        ? backend.transport.clear()
        : { statusCode: 204 };
    },
  );
}
