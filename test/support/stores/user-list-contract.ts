import { describe, expect, test } from '@jest/globals';
import type { User } from '../../../lambda/users/user.ts';
import { DELETED } from '../domain/domain.ts';
import { type Start, StoredUsers } from './stored-users.ts';

/** What every adapter of `UserList` guarantees. */
export function describeUserList(start: Start): void {
  const users = new StoredUsers(start);

  describe('list', () => {
    test('gives users oldest first, page by page, each once', async () => {
      const all: User[] = [];
      for (let index = 0; index < 23; index++) {
        all.push((await users.stored(`user${index}@example.com`)).user);
      }
      const seen: User[] = [];
      for (let page = await users.store.list({ limit: 5 }); page.length > 0; ) {
        seen.push(...page);
        page = await users.store.list({ limit: 5, after: page.at(-1)?.id });
      }
      expect(seen).toEqual(all);
    });

    test('goes on after a user who is gone', async () => {
      const ada = await users.stored('ada@example.com');
      const bob = await users.stored('bob@example.com');
      await users.store.delete(ada, DELETED);
      expect(await users.store.list({ limit: 5, after: ada.user.id })).toEqual([bob.user]);
    });
  });
}
