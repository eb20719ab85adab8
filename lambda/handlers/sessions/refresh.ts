import * as z from 'zod/mini';
import { requireVerification } from '../../../lib/contract/action.ts';
import { refresh as row } from '../../../lib/contract/sessions.ts';
import { issuingAction } from '../../actions/backend.ts';
import { failures } from '../../actions/failures.ts';
import { ownBackend, ownRefresh } from '../../composition/backends.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { sessionStore } from '../../composition/stores/session-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { takes } from '../../http/takes.ts';
import { UsersError } from '../../users/errors.ts';
import { refresh } from '../../users/sessions/refresh.ts';

export const schema = z.object({ refresh_token: z.string() });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const backend = ownBackend(rt);
  const { ambient, challenge, readRefreshToken } = backend.transport;
  const deps = {
    ...ownRefresh(rt),
    store: userStore(rt),
    sessions: sessionStore(rt),
    model: await userModel(rt, row),
    requireVerification: rt.get(requireVerification),
    ...{ clock, ids },
  };
  const counted = failures(rt, row);
  return issuingAction(
    rt,
    row,
    { backend, challenge, body: ambient ? undefined : takes(schema) },
    async ({ event, input, origin, identified }) => {
      const token = readRefreshToken(event, input);
      // Pages ask without a token, too, to see whether somebody is signed in.
      if (token === undefined) throw new UsersError('UNAUTHORIZED');
      const renewed = await counted(event, () => refresh(deps, { token, origin, identified }));
      return { kind: 'issued', ...renewed };
    },
  );
}
