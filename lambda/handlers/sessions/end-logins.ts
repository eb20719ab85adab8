import * as z from 'zod/mini';
import { endLogins as row } from '../../../lib/contract/sessions.ts';
import { endLoginsParts } from '../../composition/end-logins.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { validate } from '../../http/validation.ts';
import { endLogins, type LoginsEnded } from '../../users/sessions/end-logins.ts';

const schema = z.object({
  walk: z.optional(
    z.object({
      partition: z.string(),
      since: z.iso.datetime(),
      after: z.optional(z.string()),
    }),
  ),
});

/**
 * Has no route: callers that may invoke the function may end every login of every user. The answer says
 * what is left to do.
 *
 * @throws ValidationError for a walk that no call returned; Error that names a secret which was not
 * replaced: Lambda hands name and message to the invoker
 */
export async function make(rt: Runtime) {
  const deps = endLoginsParts(rt);
  return async (input: Readonly<Record<string, unknown>>): Promise<LoginsEnded> => {
    const { walk } = validate(schema, input, 'body');
    const ended = await endLogins(deps, walk);
    const { next, ...counts } = ended;
    console.info({ message: 'logins ended', action: row.name, ...counts, left: next.length });
    return ended;
  };
}
