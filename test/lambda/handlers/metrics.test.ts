import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { decodeJwt } from 'jose';
import { stack } from '../../../lambda/http/stack.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { dataOf } from '../../support/runtime/embedded-metrics.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { JWT_BACKEND, startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const USER = { email: 'ada@example.com', password: 'correct horse battery' };
const log = capturedLog();

describe('the metrics that the handlers print', () => {
  let runtime: TestRuntime;
  let table: string;

  beforeAll(async () => {
    runtime = await startRuntime({ BACKENDS: JSON.stringify([JWT_BACKEND]) });
    table = runtime.tableName;
  });
  afterAll(() => runtime?.stop());

  const data = () => log.metrics.flatMap(dataOf);
  const register = (json: unknown) => runtime.call('register', { method: 'POST', json });
  const login = (json: unknown) => runtime.call('login', { method: 'POST', json });
  const ofLogin = (metric: string) => [
    { metric, value: 1, dimensions: { TableName: table } },
    { metric, value: 1, dimensions: { TableName: table, Backend: 'jwt' } },
  ];

  test('count a registration once', async () => {
    expect(await register(USER)).toMatchObject({ statusCode: 201 });
    expect(data()).toEqual([
      { metric: 'UsersApi/Registrations', value: 1, dimensions: { TableName: table } },
    ]);
  });

  test('count no registration that is refused', async () => {
    expect(await register(USER)).toMatchObject({ statusCode: 400 });
    expect(await register({ ...USER, password: 7 })).toMatchObject({ statusCode: 422 });
    expect(data()).toEqual([]);
  });

  test('count a login once, for its backend and for all', async () => {
    const answer = await login({ username: USER.email, password: USER.password });
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(data()).toEqual(ofLogin('UsersApi/Logins'));
  });

  test.each([
    ['a wrong password', { username: USER.email, password: 'wrong horse battery' }],
    ['an unknown address', { username: 'eve@example.com', password: USER.password }],
  ])('count a login with %s as failed', async (_, json) => {
    expect(await login(json)).toMatchObject({ statusCode: 400 });
    expect(data()).toEqual(ofLogin('UsersApi/FailedLogins'));
  });

  test('count a login that replaces a hash of another scheme, and no attempt at it', async () => {
    const email = 'moved@example.com';
    await register({ ...USER, email });
    await runtime.dynamodb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: `EMAIL#${email}` }, sk: { S: 'CREDENTIAL' } },
        UpdateExpression: 'SET password_hash = :hash',
        ExpressionAttributeValues: { ':hash': { S: await bcrypt.hash(USER.password, 4) } },
      }),
    );
    const outdated = () => data().filter(({ metric }) => metric === 'UsersApi/OutdatedHashes');
    await login({ username: email, password: 'wrong horse battery' });
    expect(outdated()).toEqual([]);
    for (const _ of ['with the old hash', 'with the new one']) {
      expect(await login({ username: email, password: USER.password })).toMatchObject({
        statusCode: 200,
      });
    }
    expect(outdated()).toEqual([
      { metric: 'UsersApi/OutdatedHashes', value: 1, dimensions: { TableName: table } },
    ]);
  });

  test('count no login that has no password', async () => {
    expect(await login({ username: USER.email })).toMatchObject({ statusCode: 422 });
    expect(data()).toEqual([]);
  });

  test('count no login that is refused, where a browser is sent to a page for it', async () => {
    const handler = stack(
      'oauth-callback',
      {
        counts: { succeeded: 'Logins', tableName: table, clock: { now: () => new Date() } },
        errorPage: () => 'https://app.example.com/sign-in',
      },
      async () => {
        throw new UsersError('OAUTH_REFUSED');
      },
    );
    expect(await invoke(handler, { headers: { accept: 'text/html' } })).toMatchObject({
      statusCode: 303,
    });
    expect(data()).toEqual([]);
  });

  test.each([
    ['a wrong password as a failed login', 'wrong horse battery', 400, 'UsersApi/FailedLogins'],
    ['the right password as a login', USER.password, 200, 'UsersApi/Logins'],
  ])(
    'count another proof with %s, and its line says whose and where from',
    async (_, password, status, metric) => {
      const { body } = await login({ username: USER.email, password: USER.password });
      const headers = {
        authorization: `Bearer ${body.access_token}`,
        'content-type': 'application/json',
      };
      const answer = await runtime.call('reauthenticate', {
        method: 'POST',
        json: { password },
        headers,
      });
      expect(answer).toMatchObject({ statusCode: status });
      expect(data()).toEqual([...ofLogin('UsersApi/Logins'), ...ofLogin(metric)]);
      const user_id = decodeJwt(body.access_token).sub;
      const line = { action: 'reauthenticate', status, user_id, backend: 'jwt', ip: '192.0.2.1' };
      expect(log.info).toMatchObject([{ action: 'login' }, line]);
    },
  );

  test('count no login while the table is out of reach', async () => {
    runtime.table.fail('BatchGetItem', { before: 'drop' }, { times: 3 });
    const answer = await login({ username: USER.email, password: USER.password });
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(data()).toEqual([]);
  });

  test('say when, and nothing about the user', async () => {
    const before = Date.now();
    await login({ username: USER.email, password: USER.password });
    const [line] = log.metrics as [{ _aws: { Timestamp: number } }];
    expect(line._aws.Timestamp).toBeGreaterThanOrEqual(before);
    expect(Object.keys(line)).toEqual(['_aws', 'TableName', 'Backend', 'Logins']);
    expect(JSON.stringify(line)).not.toContain('ada');
  });
});
