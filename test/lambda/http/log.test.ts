import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { publicAction } from '../../../lambda/actions/public.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { takes } from '../../../lambda/http/takes.ts';
import { email, password } from '../../../lambda/http/validation.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { verify } from '../../../lib/contract/verification.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const log = capturedLog();
const SECRETS = { email: 'ada@example.com', password: 'correct horse battery' };
const schema = z.object({ email, password });

const run = (outcome: () => void, json: unknown = SECRETS) =>
  invoke(
    publicAction(runtime({}), verify, { body: takes(schema) }, async ({ event }) => {
      event.logged = { user_id: 'id of ada' };
      outcome();
      return { statusCode: 201, body: SECRETS };
    }),
    { method: 'POST', json, headers: { authorization: 'Bearer the-token' } },
  );
const fail = (error: unknown) => () => {
  throw error;
};

const LINE = {
  message: 'request',
  action: 'verify',
  ms: expect.any(Number),
  request_id: 'request-1',
};

describe('the log', () => {
  test('has one line for a request that succeeds', async () => {
    await run(() => {});
    expect(log.info).toStrictEqual([{ ...LINE, status: 201, user_id: 'id of ada' }]);
    expect(log.error).toStrictEqual([]);
  });

  test('says in whole milliseconds how long a request took', async () => {
    const before = performance.now();
    await run(() => {});
    const elapsed = performance.now() - before;
    const { ms } = log.info[0] as { readonly ms: number };
    expect(Number.isInteger(ms)).toBe(true);
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThanOrEqual(Math.ceil(elapsed));
  });

  test('has one line for a request that is refused, with its code', async () => {
    await run(fail(new UsersError('REGISTER_USER_ALREADY_EXISTS')));
    expect(log.info).toStrictEqual([
      { ...LINE, status: 400, user_id: 'id of ada', code: 'REGISTER_USER_ALREADY_EXISTS' },
    ]);
    expect(log.error).toStrictEqual([]);
  });

  test('has one line for a request that is refused before its handler', async () => {
    await run(() => {}, { email: 'not an address' });
    expect(log.info).toStrictEqual([{ ...LINE, status: 422, code: 'VALIDATION_ERROR' }]);
  });

  test('has one line, as an error with its stack, for a request that fails', async () => {
    const error = new TypeError('x is not a function');
    await run(fail(error));
    expect(log.info).toStrictEqual([]);
    expect(log.error).toStrictEqual([
      {
        ...LINE,
        status: 500,
        user_id: 'id of ada',
        code: 'x is not a function',
        error: { name: 'TypeError', message: 'x is not a function', stack: error.stack },
      },
    ]);
  });

  test('has the code of what caused a refusal, and nothing else of it', async () => {
    const cause = Object.assign(new Error('secret'), { code: 'access_denied' });
    await run(fail(new UsersError('OAUTH_REFUSED', { cause })));
    await run(fail(new UsersError('OAUTH_INVALID_RESPONSE', { cause: new Error('no issuer') })));
    const line = { ...LINE, status: 400, user_id: 'id of ada' };
    expect(log.info).toStrictEqual([
      { ...line, code: 'OAUTH_REFUSED', cause: 'access_denied' },
      { ...line, code: 'OAUTH_INVALID_RESPONSE', cause: 'no issuer' },
    ]);
  });

  test('has the cause of a 503', async () => {
    const cause = new Error('socket hang up');
    await run(fail(new UsersError('SERVICE_UNAVAILABLE', { cause })));
    expect(log.error).toStrictEqual([
      expect.objectContaining({
        status: 503,
        code: 'SERVICE_UNAVAILABLE',
        error: expect.objectContaining({
          cause: { name: 'Error', message: 'socket hang up', stack: cause.stack },
        }),
      }),
    ]);
  });

  test('has no field of an error besides name, message and stack', async () => {
    const item = { password_hash: { S: 'the-hash' } };
    await run(
      fail(Object.assign(new Error('cancelled'), { CancellationReasons: [{ Item: item }] })),
    );
    expect(JSON.stringify(log.error)).not.toContain('the-hash');
  });

  test('never has an address, a password or a token', async () => {
    await run(() => {});
    await run(fail(new UsersError('REGISTER_USER_ALREADY_EXISTS')));
    await run(() => {}, { ...SECRETS, password: 7 });
    await run(fail(new Error('a bug')));
    expect(log.info).toHaveLength(3);
    expect(log.error).toHaveLength(1);
    const text = JSON.stringify(log);
    for (const secret of [SECRETS.email, SECRETS.password, 'the-token']) {
      expect(text).not.toContain(secret);
    }
  });

  test('has nothing of a thrown value that has a cause but is no error', async () => {
    await run(fail({ cause: new Error('secret') }));
    expect(log.error).toHaveLength(1);
    expect(log.error[0]).not.toHaveProperty('cause');
  });

  test('has what is thrown but is no error', async () => {
    await run(fail('thrown text'));
    expect(log.error).toStrictEqual([
      { ...LINE, status: 500, user_id: 'id of ada', error: 'thrown text', code: undefined },
    ]);
  });
});
