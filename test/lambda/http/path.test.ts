import { expect, test } from '@jest/globals';
import { found, userIdOf } from '../../../lambda/http/path.ts';
import { apiEvent } from '../../support/runtime/api-event.ts';

const ID = '01960000-abcd-7000-8000-0000000000ff';
const of = (id: string) => userIdOf(apiEvent({ pathParameters: { id } }));

test('the id of the path is a UUID, in lower case', () => {
  expect(of(ID)).toStrictEqual({ userId: ID });
  expect(of(ID.toUpperCase())).toStrictEqual({ userId: ID });
});

test.each([
  '',
  'me',
  '1',
  ID.slice(1),
  `${ID}0`,
  `{${ID}}`,
  ID.replaceAll('-', ''),
  `${ID}\n`,
  `g${ID.slice(1)}`,
])('%j is no id', (id) => {
  expect(of(id)).toStrictEqual({});
});

test('without a parameter there is no id', () => {
  expect(userIdOf(apiEvent())).toStrictEqual({});
});

test('a missing target is NOT_FOUND', () => {
  expect(found('x')).toBe('x');
  expect(() => found(undefined)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});
