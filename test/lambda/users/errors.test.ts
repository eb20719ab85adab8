import { expect, test } from '@jest/globals';
import { InvalidFieldsError, InvalidInputError, UsersError } from '../../../lambda/users/errors.ts';
import { HookRefusal } from '../../../lambda/users/model/hooks.ts';

test('an error of a use case has a name, a code and what it says for the log', () => {
  const cause = new Error('because');
  expect(new UsersError('NOT_FOUND', { cause })).toMatchObject({
    name: 'UsersError',
    code: 'NOT_FOUND',
    message: 'NOT_FOUND',
    reason: undefined,
    cause,
  });
  expect(new UsersError('REGISTER_INVALID_PASSWORD', { reason: 'Too short' })).toMatchObject({
    message: 'REGISTER_INVALID_PASSWORD: Too short',
    reason: 'Too short',
  });
});

test('an error of what was given says where it stands, and of what kind it is', () => {
  const problems = [{ path: ['name'], message: 'Too short', type: 'value_error' }];
  expect(new InvalidFieldsError(problems)).toMatchObject({
    name: 'InvalidFieldsError',
    code: 'VALIDATION_ERROR',
    message: 'VALIDATION_ERROR: name: Too short',
    problems,
  });
  expect(new InvalidInputError(['query', 'cursor'], 'cursor_invalid', 'No cursor')).toMatchObject({
    name: 'InvalidInputError',
    loc: ['query', 'cursor'],
    type: 'cursor_invalid',
    message: 'No cursor',
  });
});

test('a refusal by a hook has the hook’s own code and reason', () => {
  expect(new HookRefusal('CLOSED', 'Come back tomorrow')).toMatchObject({
    name: 'HookRefusal',
    code: 'CLOSED',
    reason: 'Come back tomorrow',
    message: 'CLOSED: Come back tomorrow',
  });
});
