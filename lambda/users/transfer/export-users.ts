import type { ExportPage, ExportWalk } from '../../../lib/contract/transfer.ts';
import type { Clock } from '../clock.ts';
import { wholeUser } from '../model/hooks.ts';
import type { UserIds } from '../sessions/end-logins.ts';
import type { User } from '../user.ts';

/** A user with what signs them in. */
export interface HashedUser {
  readonly user: User;
  /** Absent for a user without a password. */
  readonly passwordHash?: string;
}

/** Users with their hashes. A store that can't be reached throws `SERVICE_UNAVAILABLE`. */
export interface ExportStore {
  /** Those of these users who still are; each profile belongs to the credential that comes with it. */
  usersWithHashes(ids: readonly string[]): Promise<readonly HashedUser[]>;
}

export interface ExportUsersDeps {
  readonly store: ExportStore;
  readonly users: UserIds;
  readonly clock: Clock;
}

/** Users of a page; those of one page are read together. */
const PAGE = 25;

/** One call goes on for this long: a function of an operator may take ten seconds. */
const BUDGET_MS = 5_000;

/**
 * Bytes after which no further page is read: Lambda takes an answer of 6 MB, and a user is at most 64 kB, so that a page
 * still fits.
 */
const MOST_BYTES = 4_000_000;

/**
 * Users in the format that an import takes. The first call, without a walk, returns the walks over the users; each
 * call with a walk returns as many users as there is time and room for.
 */
export async function exportUsers(
  { store, users, clock }: ExportUsersDeps,
  walk: ExportWalk | undefined,
): Promise<ExportPage> {
  if (walk === undefined) {
    return { users: [], next: users.partitions.map((partition) => ({ partition })) };
  }
  const { partition } = walk;
  const until = clock.now().getTime() + BUDGET_MS;
  const found: object[] = [];
  let { after } = walk;
  let bytes = 0;
  do {
    const ids = await users.page(partition, after, PAGE);
    for (const each of await store.usersWithHashes(ids)) {
      const line = lineOf(each);
      found.push(line);
      bytes += Buffer.byteLength(JSON.stringify(line));
    }
    if (ids.length < PAGE) return { users: found, next: [] };
    after = ids.at(-1);
  } while (clock.now().getTime() < until && bytes < MOST_BYTES);
  return { users: found, next: [{ partition, after }] };
}

function lineOf({ user, passwordHash }: HashedUser): object {
  const { id, email, ...others } = wholeUser(user);
  return {
    id,
    email,
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
    ...others,
  };
}
