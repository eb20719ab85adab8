import { describe, expect, test } from '@jest/globals';
import { currentUser } from '../../../lib/current-user.ts';
import { faults } from '../../support/aws/fault-proxy.ts';
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
import { COOKIE } from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { COOKIE_BACKEND } from '../../support/runtime/runtime.ts';

describe('the authorizer of a REST API', () => {
  const log = capturedLog();
  const { started, ask } = authorizerWith({});
  const bearer = () => ({ Authorization: `Bearer ${started.token}` });

  test('allows the whole stage to a token, so that a result that is kept fits other methods, too', async () => {
    const answer = await ask(restApiAuthorizerEvent({ method: 'POST', headers: bearer() }));
    expect(answer).toEqual({
      ...policy(started.id, 'Allow', `${STAGE_ARN}/*`),
      context: {
        id: started.id,
        email: EMAIL,
        is_superuser: 'false',
        is_verified: 'false',
        user_claims: expect.any(String),
      },
    });
    expect(currentUser(behindApiGateway(answer))).toEqual({
      id: started.id,
      email: EMAIL,
      is_superuser: false,
      is_verified: false,
      claims: {
        sub: started.id,
        jti: expect.any(String),
        backend: 'jwt',
        auth_time: expect.any(Number),
        amr: ['pwd'],
      },
    });
    expect(started.runtime.table.operations).toEqual(['BatchGetItem']);
    expect(log.info).toEqual([
      {
        message: 'authorized',
        action: 'authorizer',
        route: 'POST /{proxy+}',
        request_id: 'request-2',
        user_id: started.id,
      },
    ]);
  });

  test.each<[string, (token: string) => SentRequest['headers']]>([
    ['in another case', (token) => ({ AUTHORIZATION: `bearer ${token}` })],
    ['in lower case, as HTTP/2 has it', (token) => ({ authorization: `Bearer ${token}` })],
  ])('finds the header %s', async (_, headers) => {
    const answer = await ask(restApiAuthorizerEvent({ headers: headers(started.token) }));
    expect(answer).toMatchObject({ principalId: started.id });
  });

  test.each<[string, (token: string) => SentRequest['headers']]>([
    ['nothing', () => ({})],
    ['what is no token', () => ({ Authorization: 'Bearer x' })],
    ['a changed token', (token) => ({ Authorization: `Bearer ${token}x` })],
    ['two tokens', (token) => ({ Authorization: [`Bearer ${token}`, `Bearer ${token}`] })],
    [
      'a token under two cases of the name',
      (token) => ({ Authorization: `Bearer ${token}`, authorization: 'Bearer x' }),
    ],
  ])(
    'has API Gateway answer 401 to %s, by the one error that it takes for that',
    async (_, headers) => {
      const asked = ask(restApiAuthorizerEvent({ headers: headers(started.token) }));
      await expect(asked).rejects.toThrow(/^Unauthorized$/);
      expect(log.info).toMatchObject([{ message: 'refused', code: 'UNAUTHORIZED' }]);
      expect(log.error).toEqual([]);
    },
  );

  test('has API Gateway answer 500, and not 401, when the table can not be read', async () => {
    const { runtime } = started;
    runtime.table.fail('BatchGetItem', faults.unavailable, { times: Number.POSITIVE_INFINITY });
    const asked = ask(restApiAuthorizerEvent({ headers: bearer() }));
    await expect(asked).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(log.error).toMatchObject([{ message: 'authorizer failed', user_id: started.id }]);
  });

  test.each([
    ['a wildcard', '/*'],
    ['a policy variable', '/$' + '{aws:username}'],
    ['another ARN', '/arn:aws:execute-api:eu-central-1:111122223333:other/prod/GET/x'],
    ['slashes and dots', '//../prod2/GET/'],
  ])('writes nothing of the path into the policy, such as %s', async (_, path) => {
    const answer = await ask(restApiAuthorizerEvent({ path, headers: bearer() }));
    expect(answer).toMatchObject(policy(started.id, 'Allow', `${STAGE_ARN}/*`));
  });
});

describe('the authorizer of a REST API for superusers', () => {
  const { started, ask } = authorizerWith({ superuser: true });

  test('denies a user who is none, which is 403', async () => {
    const headers = { Authorization: `Bearer ${started.token}` };
    expect(await ask(restApiAuthorizerEvent({ headers }))).toEqual(
      policy(started.id, 'Deny', `${STAGE_ARN}/*`),
    );
  });

  test('denies the connection to a WebSocket, too', async () => {
    const headers = { Authorization: `Bearer ${started.token}` };
    expect(await ask(webSocketAuthorizerEvent(headers))).toEqual(
      policy(started.id, 'Deny', `${STAGE_ARN}/$connect`),
    );
  });

  test('has AppSync refuse', async () => {
    expect(await ask(appSyncAuthorizerEvent(started.token))).toEqual({ isAuthorized: false });
  });
});

describe('the authorizer of a REST API with cookies, for optional users,', () => {
  const { started, ask } = authorizerWith({ optional: true }, COOKIE_BACKEND);
  const cookie = () => `other=1; ${COOKIE.name}=${started.token}`;

  test('allows only the method that was asked about, as method and origin decide as well', async () => {
    const headers = { Cookie: cookie(), Origin: 'https://rest.example.com' };
    expect(await ask(restApiAuthorizerEvent({ method: 'POST', headers }))).toMatchObject(
      policy(started.id, 'Allow', `${STAGE_ARN}/POST/*`),
    );
    const read = await ask(restApiAuthorizerEvent({ headers: { cookie: cookie() } }));
    expect(read).toMatchObject(policy(started.id, 'Allow', `${STAGE_ARN}/GET/*`));
  });

  test('denies a change that another site makes', async () => {
    const headers = { Cookie: cookie(), Origin: 'https://evil.example' };
    expect(await ask(restApiAuthorizerEvent({ method: 'POST', headers }))).toEqual(
      policy(started.id, 'Deny', `${STAGE_ARN}/*`),
    );
  });

  test('takes no cookie that is there twice, in however many headers', async () => {
    const headers = { Cookie: [cookie(), `${COOKIE.name}=x`] };
    const answer = await ask(restApiAuthorizerEvent({ headers }));
    expect(currentUser(behindApiGateway(answer))).toBeUndefined();
  });

  test('lets anonymous callers pass, to this method, and says that they are', async () => {
    const answer = await ask(restApiAuthorizerEvent());
    expect(answer).toEqual({
      ...policy('anonymous', 'Allow', `${STAGE_ARN}/GET/*`),
      context: { anonymous: 'true' },
    });
    expect(currentUser(behindApiGateway(answer))).toBeUndefined();
  });

  test.each([
    ['the origin of the API', { Origin: 'https://socket.example.com' }, 'Allow'],
    ['another site', { Origin: 'https://evil.example' }, 'Deny'],
    ['no browser, or one that says nothing', {}, 'Deny'],
    ['another origin of the site', { 'Sec-Fetch-Site': 'same-site' }, 'Deny'],
  ] as const)('opens a WebSocket by cookie from %s: %j', async (_, headers, effect) => {
    const answer = await ask(webSocketAuthorizerEvent({ Cookie: cookie(), ...headers }));
    expect(answer).toMatchObject(policy(started.id, effect, `${STAGE_ARN}/$connect`));
  });
});
