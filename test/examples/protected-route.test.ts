import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { Client, type RequestOptions } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';

describe('the example of a protected route', () => {
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startLocalSystem({ app: 'examples/protected-route.ts' });
    client = new Client(system);
  });
  afterAll(() => system?.stop());

  async function call(path: string, options: RequestOptions = {}) {
    const own = new Client({ ...system, url: system.origin });
    const { status, text } = await own.send('GET', path, options);
    return { status, text };
  }

  test('greets a signed-in user by their address', async () => {
    const { user, token } = await client.signedIn();
    expect(await call('/hello', { token })).toEqual({ status: 200, text: `Hello, ${user.email}!` });
  });

  test('is closed to others', async () => {
    const { token } = await client.signedIn();
    expect(await call('/hello')).toEqual({ status: 401, text: '{"message":"Unauthorized"}' });
    const forbidden = { status: 403, text: '{"message":"Forbidden"}' };
    expect(await call('/hello', { token: 'x' })).toEqual(forbidden);
    expect(await call('/hello/admin', { token })).toEqual(forbidden);
  });

  test('has a route only for superusers', async () => {
    const { user, token } = await client.superuser();
    expect((await call('/hello/admin', { token })).text).toBe(`Hello, ${user.email}!`);
  });

  test('has one authorizer for each of its two routes, and no other route has one', () => {
    const { template } = system.stack;
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route')
      .map(({ properties }) => properties)
      .filter(({ AuthorizationType }) => AuthorizationType !== 'NONE');
    expect(routes.map(({ RouteKey }) => RouteKey)).toEqual(['GET /hello', 'GET /hello/admin']);
    const authorizers = resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').map(
      ({ logicalId }) => ({ Ref: logicalId }),
    );
    expect(routes.map(({ AuthorizerId }) => AuthorizerId)).toEqual(authorizers);
  });
});
