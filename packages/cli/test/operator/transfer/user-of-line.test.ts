import { expect, test } from '@jest/globals';
import { userOf } from '../../../src/operator/transfer/user-of-line.ts';

const IDS = { seed: 'of a run', started: Date.parse('2026-01-01T00:00:00.000Z') };
const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const lineOf = (text: string | undefined, offset = 0) => ({ number: 7, offset, text });
const idOf = (user: object, offset?: number, ids = IDS) =>
  (userOf(lineOf(JSON.stringify(user), offset), ids) as { id: string }).id;

test.each([undefined, 'null', '[]', '"a@example.com"', '{"email":'])(
  '%j is rejected, as no user',
  (text) => {
    expect(userOf(lineOf(text), IDS)).toMatchObject({
      line: { number: 7 },
      reason: 'INVALID_JSON',
      message: expect.stringMatching(/^the line should be a JSON object/),
    });
  },
);

test('an id that is given stays, whatever it is', () => {
  expect(idOf({ id: 'x' })).toBe('x');
});

test('a user without an id gets the same one each time, and another one than others', () => {
  const first = idOf({ email: 'ada@example.com' }, 1);
  expect(first).toMatch(UUID_7);
  expect(idOf({ email: 'ada@example.com', id: null }, 1)).toBe(first);
  expect(idOf({ email: 'ada@example.com' }, 2)).not.toBe(first);
  expect(idOf({ email: 'ada@example.com' }, 1, { ...IDS, seed: 'of another' })).not.toBe(first);
});

test('ids are in the order of the ages of users', () => {
  const times = [
    '1969-12-31T23:59:59Z',
    '2019-05-01T12:00:00+02:00',
    '2019-05-01T12:00:00Z',
    'nonsense',
  ];
  const [before, first, second, unknown] = times.map((created_at) => idOf({ created_at }));
  expect([first, second].toSorted()).toEqual([first, second]);
  const started = idOf({}).slice(0, 13);
  expect([before?.slice(0, 13), unknown?.slice(0, 13)]).toEqual([started, started]);
});

test.each(['20000', '+020000-01-01T00:00:00Z', '2019-05-01', '2019-02-30T00:00:00Z', 1e15, {}])(
  'a user with %j in created_at gets an id as if there were none, and the function says what is wrong',
  (created_at) => {
    expect(idOf({ created_at })).toBe(idOf({}));
  },
);
