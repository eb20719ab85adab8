import { beforeEach, describe, expect, test } from '@jest/globals';
import { listCursors } from '../../../../lambda/adapters/list-cursors.ts';
import { findByEmail, listUsers } from '../../../../lambda/users/administration/list-users.ts';
import { DELETED, Domain, withCalls } from '../../../support/domain/domain.ts';

let domain: Domain;

beforeEach(() => {
  domain = new Domain();
});

describe('listUsers', () => {
  let deps: { list: Domain['list']; cursors: typeof listCursors };

  beforeEach(() => {
    deps = { list: domain.list, cursors: listCursors };
  });

  async function users(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      ids.push((await domain.user(`user${index}@example.com`)).user.id);
    }
    return ids;
  }

  test.each([
    [0, 3, [0]],
    [2, 3, [2]],
    [3, 3, [3]],
    [4, 3, [3, 1]],
    [6, 3, [3, 3]],
    [7, 3, [3, 3, 1]],
    [3, 1, [1, 1, 1]],
  ])(
    'gives %i users by %i in pages of %j, oldest first, each once',
    async (count, limit, sizes) => {
      const ids = await users(count);
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = await listUsers(deps, { limit, cursor });
        pages.push(page.users.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(pages.map(({ length }) => length)).toEqual(sizes);
      expect(pages.flat()).toEqual(ids);
    },
  );

  test('asks for one user more than a page has, which tells whether there is a next one', async () => {
    const [first, second] = await users(4);
    const asked: unknown[] = [];
    const list = withCalls(domain.list, {
      list: (page) => {
        asked.push(page);
        return domain.list.list(page);
      },
    });
    const { next } = await listUsers({ ...deps, list }, { limit: 2 });
    await listUsers({ ...deps, list }, { limit: 2, cursor: next });
    expect(asked).toEqual([
      { limit: 3, after: undefined },
      { limit: 3, after: second },
    ]);
    expect(first).not.toBe(second);
  });

  test('makes one call a page', async () => {
    await users(4);
    domain.forget();
    await listUsers(deps, { limit: 3 });
    expect(domain.store.calls).toEqual(['list']);
  });

  test('goes on behind a user who was deleted since', async () => {
    const [, second = '', third] = await users(3);
    const { next } = await listUsers(deps, { limit: 2 });
    await domain.store.delete(await domain.profile(second), DELETED);
    const page = await listUsers(deps, { limit: 2, cursor: next });
    expect(page.users.map(({ id }) => id)).toEqual([third]);
  });

  test.each(['', 'made up', 'a.b.c', '00000000-0000-7000-8000-000000000001'])(
    'refuses the cursor %j before it reads',
    async (cursor) => {
      await expect(listUsers(deps, { limit: 3, cursor })).rejects.toMatchObject({
        name: 'InvalidInputError',
        loc: ['query', 'cursor'],
        type: 'cursor_invalid',
        message: 'Input should be a cursor as the Link header of the previous page gave it',
      });
      expect(domain.store.calls).toEqual([]);
    },
  );

  test('refuses a cursor that was tampered with', async () => {
    await users(2);
    const { next = '' } = await listUsers(deps, { limit: 1 });
    const cursor = `${next.slice(0, -1)}${next.endsWith('A') ? 'B' : 'A'}`;
    await expect(listUsers(deps, { limit: 1, cursor })).rejects.toMatchObject({
      type: 'cursor_invalid',
    });
  });
});

describe('findByEmail', () => {
  test('gives the one user whose address it is, in one call', async () => {
    const { user } = await domain.user('ada@example.com');
    const found = await findByEmail(domain, { email: 'ADA@example.com', owner: user.id });
    expect(found).toEqual([user]);
    expect(domain.store.calls).toEqual(['lookup']);
  });

  test('gives none, without a call, for an address that is nobody’s', async () => {
    const input = { email: 'nobody@example.com', owner: undefined };
    expect(await findByEmail(domain, input)).toEqual([]);
    expect(domain.store.calls).toEqual([]);
  });

  test('gives none where the address moved on since it was looked up', async () => {
    const ada = await domain.user('ada@example.org');
    const input = { email: 'ada@example.com', owner: ada.user.id };
    expect(await findByEmail(domain, input)).toEqual([]);
    await domain.store.delete(ada, DELETED);
    expect(await findByEmail(domain, { ...input, email: 'ada@example.org' })).toEqual([]);
  });
});
