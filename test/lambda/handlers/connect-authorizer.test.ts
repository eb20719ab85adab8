import { describe, expect, test } from '@jest/globals';
import type { AuthorizerEvent } from '../../../lambda/http/authorizer/read-question.ts';
import { currentUser } from '../../../lib/current-user.ts';
import {
  authorizerWith,
  behindApiGateway,
  EMAIL,
  policy,
} from '../../support/runtime/authorizer.ts';
import {
  appSyncAuthorizerEvent,
  restApiAuthorizerEvent,
  type SentRequest,
  STAGE_ARN,
  webSocketAuthorizerEvent,
} from '../../support/runtime/authorizer-events.ts';

const REFUSED = policy('anonymous', 'Deny', `${STAGE_ARN}/$connect`);

describe('the authorizer of a WebSocket API', () => {
  const { started, ask } = authorizerWith({});

  test.each<[string, (token: string) => SentRequest['headers']]>([
    ['the header', (token) => ({ Authorization: `Bearer ${token}` })],
    ['a subprotocol', (token) => ({ 'Sec-WebSocket-Protocol': `users-api, bearer.${token}` })],
    ['one of several headers', (token) => ({ 'sec-websocket-protocol': ['a', `bearer.${token}`] })],
  ])('takes a token from %s, from whatever origin, and allows to connect', async (_, headers) => {
    const sent = { ...headers(started.token), Origin: 'https://elsewhere.example' };
    const answer = await ask(webSocketAuthorizerEvent(sent));
    expect(answer).toMatchObject(policy(started.id, 'Allow', `${STAGE_ARN}/$connect`));
    expect(currentUser(behindApiGateway(answer))).toMatchObject({ id: started.id, email: EMAIL });
  });

  test.each<[string, (token: string) => SentRequest['headers']]>([
    ['nothing', () => ({})],
    ['a subprotocol that is no token', () => ({ 'Sec-WebSocket-Protocol': 'bearer.x' })],
    ['two tokens', (token) => ({ 'Sec-WebSocket-Protocol': `bearer.${token}, bearer.${token}` })],
    [
      'a header that is no token beside one',
      (token) => ({ Authorization: 'Bearer x', 'Sec-WebSocket-Protocol': `bearer.${token}` }),
    ],
  ])('refuses %s', async (_, headers) => {
    expect(await ask(webSocketAuthorizerEvent(headers(started.token)))).toEqual(REFUSED);
  });

  test('takes no token from the query, which ends up in logs', async () => {
    const queryStringParameters = { access_token: started.token, token: started.token };
    const event = { ...webSocketAuthorizerEvent(), queryStringParameters };
    expect(await ask(event)).toEqual(REFUSED);
  });
});

describe('the authorizer of AppSync', () => {
  const { started, ask } = authorizerWith({});

  test.each(['', 'Bearer ', 'bearer '])('takes a token behind "%s"', async (scheme) => {
    const answer = await ask(appSyncAuthorizerEvent(`${scheme}${started.token}`));
    expect(answer).toEqual({
      isAuthorized: true,
      resolverContext: {
        id: started.id,
        email: EMAIL,
        is_superuser: 'false',
        is_verified: 'false',
        user_claims: expect.any(String),
      },
    });
    const { resolverContext } = answer as { resolverContext: object };
    const field = {
      info: { fieldName: 'orders', parentTypeName: 'Query' },
      request: { headers: {} },
    };
    expect(currentUser({ ...field, identity: { resolverContext } })).toMatchObject({
      id: started.id,
      claims: { backend: 'jwt', amr: ['pwd'] },
    });
  });

  test.each(['', 'x', 'Basic YTpi', 'Bearer '])('refuses "%s"', async (token) => {
    expect(await ask(appSyncAuthorizerEvent(token))).toEqual({ isAuthorized: false });
  });
});

describe('the authorizer', () => {
  const { started, ask } = authorizerWith({ optional: true });

  test.each<[string, () => object]>([
    [
      'an authorizer of the type TOKEN',
      () => ({ type: 'TOKEN', methodArn: `${STAGE_ARN}/GET/x`, authorizationToken: started.token }),
    ],
    [
      'payload format 1.0',
      () => ({ type: 'REQUEST', version: '1.0', routeArn: 'x', requestContext: {} }),
    ],
    [
      'a message of a WebSocket',
      () => ({ ...webSocketAuthorizerEvent(), requestContext: { eventType: 'MESSAGE' } }),
    ],
    [
      'a method without a stage',
      () => ({
        ...restApiAuthorizerEvent(),
        methodArn: 'arn:aws:execute-api:eu-central-1:111122223333:abcd1234',
      }),
    ],
    ['nothing', () => ({})],
  ])('lets nobody pass for %s', async (_, event) => {
    await expect(ask(event() as AuthorizerEvent)).rejects.toThrow(/^(?!Unauthorized)/);
  });
});
