import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../lambda/composition/runtime.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { serve } from '../../../lambda/grouped/serve.ts';
import { type GroupedRoute, groupFile } from '../../../lib/contract/function-groups.ts';
import { withGaps } from '../../../lib/contract/gaps.ts';

const ROUTES: readonly GroupedRoute[] = [
  { key: ['POST', '/users/register'], action: 'register', variables: { SECRET_ARN: 'arn' } },
  {
    key: ['POST', '/users/login/jwt'],
    action: 'login',
    variables: { BACKENDS: [{ name: 'jwt', secretArn: 'arn' }] },
  },
  { key: ['POST', '/users/login/cookie'], action: 'login', variables: { BACKENDS: [] } },
];

describe('a function that serves a group of actions', () => {
  /** What each action was made with, in order. */
  const made: { readonly action: string; readonly rt: Runtime }[] = [];
  let failing = 0;

  beforeEach(() => {
    made.length = 0;
    failing = 0;
  });

  const { text, values } = withGaps(ROUTES, (value) => value === 'arn');
  const handler = (more: Readonly<Record<string, string>> = {}) =>
    serve({
      environment: {
        ...more,
        FUNCTION_GROUP: 'public',
        FUNCTION_GROUP_VALUES: JSON.stringify(values.map(() => 'arn:aws:secret')),
        TABLE_NAME: 'users',
      },
      file: (name) => (name === groupFile('public') ? text : ''),
      load: async (action) => ({
        async handlerIn(environment, replacements) {
          if (failing-- > 0) throw new Error('no module');
          made.push({ action, rt: runtime(environment, replacements) });
          return async ({ routeKey }: { readonly routeKey: string }) => `${action} ${routeKey}`;
        },
      }),
    });
  const ask = (call: Awaited<ReturnType<typeof handler>>, routeKey: string) =>
    call({ routeKey } as never, {} as never);

  test('answers a request by the action of its route', async () => {
    const call = await handler();
    for (const { key, action } of ROUTES) {
      expect(await ask(call, key.join(' '))).toBe(`${action} ${key.join(' ')}`);
    }
  });

  test('makes what serves a route at its first request, and once', async () => {
    const call = await handler();
    expect(made).toEqual([]);
    await Promise.all([
      ask(call, 'POST /users/login/jwt'),
      ask(call, 'POST /users/login/jwt'),
      ask(call, 'POST /users/register'),
    ]);
    await ask(call, 'POST /users/login/jwt');
    expect(made.map(({ action }) => action)).toEqual(['login', 'register']);
  });

  test('gives an action the variables of its route and those of all, with what the deployment knows', async () => {
    const call = await handler();
    await ask(call, 'POST /users/register');
    await ask(call, 'POST /users/login/jwt');
    expect(made.map(({ rt: { environment } }) => environment)).toMatchObject([
      { TABLE_NAME: 'users', SECRET_ARN: 'arn:aws:secret' },
      { TABLE_NAME: 'users', BACKENDS: '[{"name":"jwt","secretArn":"arn:aws:secret"}]' },
    ]);
    expect(made[1]?.rt.environment).not.toHaveProperty('SECRET_ARN');
  });

  test('has one of each part that depends on no action', async () => {
    const call = await handler();
    await ask(call, 'POST /users/register');
    await ask(call, 'POST /users/login/jwt');
    const parts = made.map(({ rt }) => ({
      shared: rt.shared('client', () => ({})),
      own: rt.once('policy', () => ({})),
    }));
    expect(parts[0]?.shared).toBe(parts[1]?.shared);
    expect(parts[0]?.own).not.toBe(parts[1]?.own);
  });

  test('makes an action again that could not be made, and serves the others in between', async () => {
    const call = await handler();
    failing = 1;
    await expect(ask(call, 'POST /users/register')).rejects.toThrow('no module');
    expect(await ask(call, 'POST /users/login/cookie')).toBe('login POST /users/login/cookie');
    expect(await ask(call, 'POST /users/register')).toBe('register POST /users/register');
  });

  test('makes all actions at its start where Lambda keeps it ready, and again what could not be made', async () => {
    failing = 1;
    const call = await handler({ AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' });
    expect(made.map(({ action }) => action)).toEqual(['login', 'login']);
    expect(await ask(call, 'POST /users/login/jwt')).toBe('login POST /users/login/jwt');
    expect(made).toHaveLength(2);
    expect(await ask(call, 'POST /users/register')).toBe('register POST /users/register');
    expect(made).toHaveLength(3);
  });

  test('refuses a route that it does not have, with those that it has', async () => {
    await expect(ask(await handler(), 'GET /users/me')).rejects.toThrow(
      'the group public has no route GET /users/me; it has POST /users/register,',
    );
  });
});
