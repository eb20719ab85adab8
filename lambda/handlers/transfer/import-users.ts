import * as z from 'zod/mini';
import {
  type ImportResult,
  MOST_IMPORTED,
  importUsers as row,
} from '../../../lib/contract/transfer.ts';
import { userModel } from '../../composition/model.ts';
import { storedHashes } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { importStore } from '../../composition/stores/import-store.ts';
import { readImportedUser } from '../../http/imported-user.ts';
import { validate } from '../../http/validation.ts';
import { importUsers } from '../../users/transfer/import-users.ts';

const schema = z.object({
  users: z.array(z.unknown()).check(z.maxLength(MOST_IMPORTED)),
  events: z._default(z.boolean(), false),
});

/**
 * Has no route: callers that may invoke the function may store users with hashes of their choice, superusers
 * included. The answer says which were not stored, and why.
 *
 * @throws ValidationError for input that is no list of users, or too long a one: Lambda hands name and message to
 * the invoker
 */
export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = {
    store: importStore(rt),
    hashes: storedHashes(rt),
    read: (given: unknown) => readImportedUser(model, given),
    ...{ model, clock, ids },
  };
  return async (input: Readonly<Record<string, unknown>>): Promise<ImportResult> => {
    const { users, events } = validate(schema, input, 'body');
    const result = await importUsers(deps, users, { raisesEvents: events });
    const { imported, present, rejected, left } = result;
    console.info({
      message: 'users imported',
      action: row.name,
      ...{ imported, present, rejected: rejected.length, left: left.length },
    });
    return result;
  };
}
