import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ExportUsersDeps,
  exportUsers,
} from '../../../../lambda/users/transfer/export-users.ts';
import { Domain } from '../../../support/domain/domain.ts';

describe('an export of users', () => {
  let domain: Domain;
  let deps: ExportUsersDeps;
  let ids: string[];

  beforeEach(() => {
    domain = new Domain();
    ids = [];
    deps = {
      store: domain.store,
      clock: domain.clock,
      users: {
        partitions: ['LIST#0', 'LIST#1'],
        page: async (_, after = '', limit) => ids.filter((id) => id > after).slice(0, limit),
      },
    };
  });

  /** Users, each with custom fields of this many characters. */
  async function users(count: number, characters = 1): Promise<void> {
    for (let number = 0; number < count; number++) {
      const id = domain.ids.next();
      const at = domain.clock.now().toISOString();
      const user = {
        ...{ id, email: `u${number}@example.com`, created_at: at, updated_at: at },
        ...{ is_active: true, is_superuser: false, is_verified: true },
        custom: { name: 'x'.repeat(characters) },
      };
      await domain.store.importUser({ user, passwordHash: 'hash' });
      ids.push(id);
    }
  }

  test('begins with a walk over each partition', async () => {
    expect(await exportUsers(deps, undefined)).toEqual({
      users: [],
      next: [{ partition: 'LIST#0' }, { partition: 'LIST#1' }],
    });
  });

  test('gives users with hash and custom fields, in the format of an import', async () => {
    await users(1);
    const { users: lines, next } = await exportUsers(deps, { partition: 'LIST#0' });
    const at = domain.clock.now().toISOString();
    expect({ lines, next }).toEqual({
      next: [],
      lines: [
        {
          ...{ id: ids[0], email: 'u0@example.com', password_hash: 'hash', name: 'x' },
          ...{ is_active: true, is_superuser: false, is_verified: true },
          ...{ created_at: at, updated_at: at },
        },
      ],
    });
  });

  test('goes on over pages, and leaves what one answer has no room for', async () => {
    await users(100, 60_000);
    const first = await exportUsers(deps, { partition: 'LIST#0' });
    expect(first.next).toEqual([{ partition: 'LIST#0', after: ids[first.users.length - 1] }]);
    expect(Buffer.byteLength(JSON.stringify(first))).toBeLessThan(6 * 1024 * 1024);
    const [walk] = first.next;
    const second = await exportUsers(deps, walk);
    expect(first.users.length + second.users.length).toBe(100);
    expect(second.next).toEqual([]);
  });

  test('leaves what there is no time for', async () => {
    await users(60);
    let time = 0;
    const now = () => {
      time += 3_000;
      return new Date(time);
    };
    const clock = { now };
    const { users: lines, next } = await exportUsers({ ...deps, clock }, { partition: 'LIST#0' });
    expect({ users: lines.length, next }).toEqual({
      users: 50,
      next: [{ partition: 'LIST#0', after: ids[49] }],
    });
  });
});
