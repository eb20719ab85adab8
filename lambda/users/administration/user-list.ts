import type { User } from '../user.ts';

export interface UserList {
  /** Users by age, at most `limit`, from just after the id `after`. Eventually consistent. */
  list(page: { limit: number; after?: string }): Promise<readonly User[]>;
}

/** Positions in the list of users, as clients get them; anything else is told from them. */
export interface Cursors {
  issue(afterId: string): Promise<string>;
  verify(cursor: string): Promise<string | undefined>;
}
