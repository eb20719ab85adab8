import { describe, expect, test } from '@jest/globals';
import { listCursors } from '../../../lambda/adapters/list-cursors.ts';

const ID = '00000000-0000-7000-8000-000000000001';

describe('list cursors', () => {
  test('give back the position that they were made of', async () => {
    expect(await listCursors.verify(await listCursors.issue(ID))).toBe(ID);
  });

  test('need no escaping in a URL', async () => {
    expect(await listCursors.issue(ID)).toMatch(/^[\w-]{32}$/);
  });

  test('are told from what was changed in any place, cut or made longer', async () => {
    const cursor = await listCursors.issue(ID);
    const changed = [...cursor].map(
      (letter, at) => `${cursor.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`,
    );
    for (const other of [...changed, cursor.slice(1), cursor.slice(0, -1), `${cursor}A`, '', ID]) {
      expect({ other, after: await listCursors.verify(other) }).toEqual({
        other,
        after: undefined,
      });
    }
  });

  test('have one spelling', async () => {
    const cursor = await listCursors.issue('ffffffff-ffff-7fff-bfff-ffffffffffff');
    expect(cursor).toContain('_');
    for (const other of [cursor.replaceAll('_', '/'), `${cursor}=`, ` ${cursor}`]) {
      expect({ other, after: await listCursors.verify(other) }).toEqual({
        other,
        after: undefined,
      });
    }
  });
});
