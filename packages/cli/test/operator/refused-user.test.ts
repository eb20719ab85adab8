import { expect, test } from '@jest/globals';
import { Failure } from '../../src/failure.ts';
import { withRemedy } from '../../src/operator/refused-user.ts';

test.each([
  ['name: Field required', `name: Field required; add it with --fields '{"name": ...}'`],
  ['plan: Too short', `plan: Too short; change it in --fields '{"plan": ...}'`],
  ['tags.0: Too short', `tags.0: Too short; add it with --fields '{"tags": ...}'`],
  [
    'email: Input should be one email address, such as name@example.com',
    'email: Input should be one email address, such as name@example.com; change the address with --email',
  ],
  [
    'name: Field required; email: No address',
    `name: Field required; email: No address; add it with --fields '{"name": ...}'; change the address with --email`,
  ],
  ['Give a name or a nickname', 'Give a name or a nickname'],
])('a user whose fields are refused with "%s" is mended by an option', (problems, message) => {
  const refused = new Failure(`VALIDATION_ERROR: ${problems}`);
  expect(withRemedy(refused, { plan: '' })).toEqual(new Failure(message));
});

test('a function that does not say which field is wrong leads to the user model', () => {
  expect(withRemedy(new Failure('VALIDATION_ERROR'))).toEqual(
    new Failure(
      `the fields are not those of the user model: add them with --fields '{"name": ...}'`,
    ),
  );
});

test('another failure stays as it is', () => {
  const failure = new Failure('REGISTER_USER_ALREADY_EXISTS');
  expect(withRemedy(failure)).toBe(failure);
});
