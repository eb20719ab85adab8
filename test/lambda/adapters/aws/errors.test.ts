import { describe, expect, test } from '@jest/globals';
import { passesBy } from '../../../../lambda/adapters/aws/errors.ts';
import { SetupError, UsersError } from '../../../../lambda/users/errors.ts';

/** An error as the SDK throws it for a call. */
function ofCall(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error('from the service'), { name, $metadata: { httpStatusCode } });
}

describe('an error', () => {
  test.each([
    ['an outage that was told apart', new UsersError('SERVICE_UNAVAILABLE')],
    ['a throttled call', ofCall('ThrottlingException')],
    ['an error of the service', ofCall('InternalServerError', 500)],
    ['a lost connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['a name that is not found', Object.assign(new Error('dns'), { syscall: 'getaddrinfo' })],
    ['a role that may not do it', ofCall('AccessDeniedException')],
    ['a table, key or secret that is gone', ofCall('ResourceNotFoundException')],
    ['a secret that is about to be deleted', ofCall('InvalidRequestException')],
    ['credentials that are missing', Object.assign(new Error('none'), { tryNextLink: false })],
    ['a secret without a key', new SetupError('the secret has no current version')],
  ])('passes by that is %s', (_, error) => {
    expect(passesBy(error)).toBe(true);
  });

  test.each([
    ['a call that says what no service takes', ofCall('ValidationException')],
    ['an exception of our own', new TypeError('Do not know how to serialize a BigInt')],
    ['a refusal of our own', new UsersError('NOT_FOUND')],
    ['no error at all', 'text'],
  ])('comes again with the same input that is %s', (_, error) => {
    expect(passesBy(error)).toBe(false);
  });
});
