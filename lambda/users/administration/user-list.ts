import type { User } from '../user.ts';

export interface UserList {
  /** Users by age, at most `limit`, from just after the id `after`. Eventually consistent. */
  list(page: { limit: number; after?: string }): Promise<readonly User[]>;
}

/** Signed positions in the list of users, so that a client can't make one up. */
export interface Cursors {
  issue(afterId: string): Promise<string>;
  verify(cursor: string): Promise<string | undefined>;
}
