import * as z from 'zod/mini';
import { type ExportPage, exportUsers as row } from '../../../lib/contract/transfer.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { exportStore } from '../../composition/stores/export-store.ts';
import { userIds } from '../../composition/stores/user-ids.ts';
import { validate } from '../../http/validation.ts';
import { exportUsers } from '../../users/transfer/export-users.ts';

const schema = z.object({
  walk: z.optional(z.object({ partition: z.string(), after: z.optional(z.string()) })),
});

/**
 * Has no route: callers that may invoke the function get every user, with the hash of the password. The answer says
 * what is left to read.
 *
 * @throws ValidationError for a walk that no call returned: Lambda hands name and message to the invoker
 */
export async function make(rt: Runtime) {
  const deps = { store: exportStore(rt), users: userIds(rt), clock: rt.clock };
  return async (input: Readonly<Record<string, unknown>>): Promise<ExportPage> => {
    const { walk } = validate(schema, input, 'body');
    const page = await exportUsers(deps, walk);
    const { users, next } = page;
    console.info({
      message: 'users exported',
      action: row.name,
      ...{ users: users.length, left: next.length },
    });
    return page;
  };
}
