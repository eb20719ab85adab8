import * as z from 'zod/mini';
import { authentication, cursors, environment, userModel, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { readQuery, singleParameter } from '../http/query.ts';
import type { Call } from '../http/request.ts';
import { integer, validate } from '../http/validation.ts';
import { publicUser } from '../users/custom-fields.ts';
import { parseEmail } from '../users/email.ts';
import { findByEmail, listUsers } from '../users/list-users.ts';
import type { User } from '../users/user.ts';

const DEFAULT_LIMIT = 50;

const schema = z.object({
  limit: z.optional(integer({ minimum: 1, maximum: 100 })),
  cursor: z.optional(z.string()),
  email: z.optional(z.string()),
});
const model = await userModel();
const store = userStore();
const deps = { store, cursors: cursors() };
const requireVerification = environment.requireVerification();
const path = environment.basePath() || '/';

/** Whose the address is comes with the read of the caller, so a search is no round trip more. */
function alongside(event: Call): { email?: string } {
  const email = parseEmail(singleParameter(event, 'email') ?? '');
  return email === undefined ? {} : { email };
}

function nextLink(limit: number, cursor: string): string {
  return `<${path}?${new URLSearchParams({ limit: String(limit), cursor })}>; rel="next"`;
}

const shown = (users: readonly User[]) => users.map((user) => publicUser(model, user));

export const handler = signedInHandler(
  'list-users',
  { ...authentication(), requireVerification, alongside },
  async ({ event, signedIn }) => {
    const query = validate(schema, readQuery(event), 'query');
    const { limit = DEFAULT_LIMIT, cursor, email } = query;
    if (email !== undefined) {
      const users = await findByEmail(deps, { email, owner: signedIn.owner });
      return { statusCode: 200, body: shown(users) };
    }
    const page = await listUsers(deps, { limit, cursor });
    return {
      statusCode: 200,
      body: shown(page.users),
      ...(page.next !== undefined && { headers: { link: nextLink(limit, page.next) } }),
    };
  },
);
