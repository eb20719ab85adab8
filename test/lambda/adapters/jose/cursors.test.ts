import { describe, expect, test } from '@jest/globals';
import { JwtCursors } from '../../../../lambda/adapters/jose/cursors.ts';
import { CURSOR_PURPOSE } from '../../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../../lambda/adapters/jose/signed-tokens.ts';
import { FrozenClock } from '../../../support/domain/frozen.ts';
import { TestKeys } from '../../../support/domain/keys.ts';

const ID = '00000000-0000-7000-8000-000000000001';

describe('JwtCursors', () => {
  const clock = new FrozenClock();
  const tokens = new SignedTokens(CURSOR_PURPOSE, new TestKeys(), clock);
  const cursors = new JwtCursors(tokens);

  test('give back the position that they were made of', async () => {
    expect(await cursors.verify(await cursors.issue(ID))).toBe(ID);
  });

  test('need no escaping in a URL', async () => {
    expect(await cursors.issue(ID)).toMatch(/^[\w.-]+$/);
  });

  test('do not expire', async () => {
    const cursor = await cursors.issue(ID);
    clock.advance(10 * 365 * 86_400);
    expect(await cursors.verify(cursor)).toBe(ID);
  });

  test('of another secret, or with a position that is no text, are none', async () => {
    const other = new SignedTokens(CURSOR_PURPOSE, new TestKeys('other'), clock);
    expect(await cursors.verify(await other.sign({ after: ID }))).toBeUndefined();
    expect(await cursors.verify(await tokens.sign({ after: 7 }))).toBeUndefined();
  });
});
