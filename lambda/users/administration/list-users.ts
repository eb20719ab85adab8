import { parseEmail } from '../email.ts';
import { InvalidInputError } from '../errors.ts';
import type { User } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import type { Cursors, UserList } from './user-list.ts';

export interface ListUsersInput {
  readonly limit: number;
  readonly cursor?: string;
}

export interface UserPage {
  readonly users: readonly User[];
  /** Cursor of the next page, while there is one. */
  readonly next?: string;
}

/**
 * A page of all users, oldest first.
 *
 * @throws InvalidInputError for what is no cursor, or a part of one
 */
export async function listUsers(
  deps: { list: UserList; cursors: Cursors },
  { limit, cursor }: ListUsersInput,
): Promise<UserPage> {
  const after = cursor === undefined ? undefined : await deps.cursors.verify(cursor);
  if (cursor !== undefined && after === undefined) {
    throw new InvalidInputError(
      ['query', 'cursor'],
      'cursor_invalid',
      'Input should be a cursor as the Link header of the previous page gave it',
    );
  }
  // One more than asked for tells whether there is a next page.
  const found = await deps.list.list({ limit: limit + 1, after });
  const users = found.slice(0, limit);
  const last = users.at(-1);
  if (found.length <= limit || !last) return { users };
  return { users, next: await deps.cursors.issue(last.id) };
}

/** The user with an address, whose id may be known already (`owner`), or none. */
export async function findByEmail(
  deps: { store: Pick<UserReads, 'lookup'> },
  { email, owner }: { email: string; owner: string | undefined },
): Promise<readonly User[]> {
  if (owner === undefined) return [];
  const profile = (await deps.store.lookup([owner])).profiles.get(owner);
  // The address may have moved on between the two reads.
  return profile && profile.user.email === parseEmail(email) ? [profile.user] : [];
}
