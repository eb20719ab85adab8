import { describe, expect, test } from '@jest/globals';
import { countingErrors } from '../../../lambda/actions/counting-errors.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { UnauthorizedError, ValidationError } from '../../../lambda/http/errors.ts';
import { stack } from '../../../lambda/http/stack.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { dataOf } from '../../support/runtime/embedded-metrics.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const log = capturedLog();
const rt = runtime({ TABLE_NAME: 'users' });
const errors = () => log.metrics.flatMap(dataOf);
const ONE = [{ metric: 'UsersApi/Errors', value: 1, dimensions: { TableName: 'users' } }];
const NONE: typeof ONE = [];

/** The handler of a function that ends so. */
const ending = (how: () => unknown) => countingErrors(rt, async () => async () => how());

function thrown(error: unknown): () => never {
  return () => {
    throw error;
  };
}

describe('a function', () => {
  test.each<[string, () => unknown, typeof ONE]>([
    ['answers 500 counts one error', () => ({ statusCode: 500 }), ONE],
    ['answers 503 counts one error', () => ({ statusCode: 503 }), ONE],
    ['refuses with 429 counts none', () => ({ statusCode: 429 }), NONE],
    ['answers 200 counts none', () => ({ statusCode: 200 }), NONE],
    [
      'reports a batch that has to come again counts one error',
      () => ({ batchItemFailures: [{ itemIdentifier: '1' }] }),
      ONE,
    ],
    ['publishes a whole batch counts none', () => ({ batchItemFailures: [] }), NONE],
    ['returns nothing counts none', () => undefined, NONE],
  ])('that %s', async (_, how, counted) => {
    const handler = await ending(how);
    expect(await handler({} as never, {} as never)).toEqual(how());
    expect(errors()).toEqual(counted);
  });

  test.each<[string, unknown, typeof ONE]>([
    ['any error counts it', new TypeError('no'), ONE],
    ['a service that is out of reach counts it', new UsersError('SERVICE_UNAVAILABLE'), ONE],
    ['a refusal counts none', new UsersError('REGISTER_USER_ALREADY_EXISTS'), NONE],
    ['input of the wrong shape counts none', new ValidationError([]), NONE],
    ['a 401 of an authorizer counts none', new UnauthorizedError(), NONE],
  ])('that throws %s, and throws it on', async (_, error, counted) => {
    const handler = await ending(thrown(error));
    await expect(handler({} as never, {} as never)).rejects.toBe(error);
    expect(errors()).toEqual(counted);
  });

  test('that cannot be made counts an error', async () => {
    const error = new Error('BACKENDS is not set');
    await expect(countingErrors(rt, thrown(error))).rejects.toBe(error);
    expect(errors()).toEqual(ONE);
  });

  test('that sends a browser to a page for a 503 counts the error', async () => {
    const page = stack(
      'oauth-callback',
      { errorPage: () => 'https://app.example.com/sign-in' },
      thrown(new UsersError('SERVICE_UNAVAILABLE')),
    );
    const handler = await countingErrors(rt, async () => page as never);
    const answer = await invoke(handler as never, { headers: { accept: 'text/html' } });
    expect(answer).toMatchObject({ statusCode: 303 });
    expect(errors()).toEqual(ONE);
  });
});
