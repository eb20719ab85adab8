import * as z from 'zod/mini';
import { listUsers as row } from '../../../lib/contract/administration.ts';
import { callerAction } from '../../actions/signed-in.ts';
import { listCursors } from '../../adapters/list-cursors.ts';
import { userModel } from '../../composition/model.ts';
import { publicPath } from '../../composition/places.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userList } from '../../composition/stores/user-list.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { readQuery, singleParameter } from '../../http/query.ts';
import type { Call } from '../../http/request.ts';
import { integer, validate } from '../../http/validation.ts';
import { findByEmail, listUsers } from '../../users/administration/list-users.ts';
import { parseEmail } from '../../users/email.ts';
import { publicUser } from '../../users/model/user-model.ts';

const DEFAULT_LIMIT = 50;

export const schema = z.object({
  limit: z.optional(integer({ minimum: 1, maximum: 100 })),
  cursor: z.optional(z.string()),
  email: z.optional(z.string()),
});

/**
 * The owner of the address is read together with the caller: a search needs no extra round trip.
 */
function alongside(event: Call): { email?: string } {
  const email = parseEmail(singleParameter(event, 'email') ?? '');
  return email === undefined ? {} : { email };
}

export async function make(rt: Runtime) {
  const model = await userModel(rt, row);
  const deps = { store: userStore(rt), list: userList(rt), cursors: listCursors };
  const path = publicPath(rt, row) || '/';
  const nextLink = (limit: number, cursor: string) =>
    `<${path}?${new URLSearchParams({ limit: String(limit), cursor })}>; rel="next"`;

  return callerAction(rt, row, { alongside }, async ({ owner }, event) => {
    const query = validate(schema, readQuery(event), 'query');
    const { limit = DEFAULT_LIMIT, cursor, email } = query;
    if (owner !== undefined) event.logged = { ...event.logged, target_id: owner };
    const { users, next } =
      email === undefined
        ? await listUsers(deps, { limit, cursor })
        : { users: await findByEmail(deps, { email, owner }) };
    return {
      statusCode: 200,
      body: users.map((user) => publicUser(model, user)),
      ...(next !== undefined && { headers: { link: nextLink(limit, next) } }),
    };
  });
}
