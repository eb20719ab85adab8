import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  appSyncAuthorizerEvent,
  restApiAuthorizerEvent,
  STAGE_ARN,
  webSocketAuthorizerEvent,
} from '../support/runtime/authorizer-events.ts';
import { Client } from './support/client.ts';
import { type LocalSystem, startLocalSystem } from './support/local-system.ts';

const APP = path.join(import.meta.dirname, '../apps/guarded-apis.ts');
const AUTHORIZER = /^UsersAuthorizer[0-9A-F]{8}$/;

describe('APIs that users of another one are before, on this machine,', () => {
  const warnings: string[] = [];
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    const reporter = { warning: (message: string) => void warnings.push(message) };
    system = await startLocalSystem({ app: APP, reporter });
    client = new Client(system);
  });
  afterAll(() => system?.stop());

  /** What the bundle behind an authorizer answers, or the message that it fails with. */
  const ask = async (event: object) => {
    const name = system.stack.functions.names.find((each) => AUTHORIZER.test(each)) ?? '';
    const result = await system.stack.functions.invoke(name, event);
    return result.ok ? JSON.parse(result.payload) : result.error.errorMessage;
  };

  test('a second HTTP API lets users pass by their tokens, with a function and without one', async () => {
    const { user, token } = await client.signedIn();
    const url = system.stack.outputs.OtherUrl;
    expect(url).not.toBe(system.origin);
    const call = async (route: string, authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await fetch(`${url}${route}`, { headers });
      return { status: answer.status, json: await answer.json() };
    };
    expect(await call('/by-token', `Bearer ${token}`)).toMatchObject({
      status: 200,
      json: { jwt: { claims: { sub: user.id } } },
    });
    expect(await call('/by-function', `Bearer ${token}`)).toMatchObject({
      status: 200,
      json: { lambda: { id: user.id } },
    });
    for (const route of ['/by-token', '/by-function']) {
      const refused = { status: 401, json: { message: 'Unauthorized' } };
      expect(await call(route)).toEqual(refused);
    }
  });

  test('the bundle answers what a REST API, a WebSocket API and AppSync ask', async () => {
    const { user, token } = await client.signedIn();
    const headers = { Authorization: `Bearer ${token}` };
    const allowed = (Resource: string) => ({
      principalId: user.id,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource }],
      },
      context: { id: user.id, email: user.email, is_superuser: 'false' },
    });
    expect(await ask(restApiAuthorizerEvent({ headers }))).toMatchObject(allowed(`${STAGE_ARN}/*`));
    const offered = { 'Sec-WebSocket-Protocol': `users-api, bearer.${token}` };
    expect(await ask(webSocketAuthorizerEvent(offered))).toMatchObject(
      allowed(`${STAGE_ARN}/$connect`),
    );
    expect(await ask(appSyncAuthorizerEvent(token))).toMatchObject({
      isAuthorized: true,
      resolverContext: { id: user.id, email: user.email },
    });
  });

  test('the bundle refuses them what is no token, each as it takes it', async () => {
    expect(await ask(restApiAuthorizerEvent())).toBe('Unauthorized');
    expect(await ask(webSocketAuthorizerEvent())).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny', Resource: `${STAGE_ARN}/$connect` }] },
    });
    expect(await ask(appSyncAuthorizerEvent('x'))).toEqual({ isAuthorized: false });
  });

  test('the APIs that take no requests here are named', () => {
    expect(warnings).toEqual([
      expect.stringMatching(/^the WebSocket API Chat\w+ takes no requests on this machine/),
      expect.stringMatching(/^the REST API Rest\w+ takes no requests on this machine/),
    ]);
  });
});
