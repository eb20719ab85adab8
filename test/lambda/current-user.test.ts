import { describe, expect, test } from '@jest/globals';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithLambdaAuthorizer, Context } from 'aws-lambda';
import { SECURITY_HEADERS } from '../../lib/contract/answers.ts';
import {
  type AuthorizedEvent,
  type AuthorizerContext,
  type CurrentUser,
  type CurrentUserMiddlewareOptions,
  currentUser,
  currentUserMiddleware,
  type WithCurrentUser,
} from '../../lib/current-user.ts';
import { apiEvent } from '../support/runtime/api-event.ts';

type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<AuthorizerContext>;

const ADA: CurrentUser = {
  id: '019ab5f0-6d2c-7c3e-8a51-3f0c2f4e9d10',
  email: 'ada@example.com',
  is_superuser: false,
  is_verified: false,
  claims: { sub: '019ab5f0-6d2c-7c3e-8a51-3f0c2f4e9d10', jti: 'j', backend: 'jwt' },
};

/** An event of a route whose authorizer handed this on. */
function eventWith(lambda: unknown): Event {
  const { requestContext, ...event } = apiEvent();
  return { ...event, requestContext: { ...requestContext, authorizer: { lambda } } } as Event;
}

/** As a REST or WebSocket API hands it on. */
const TEXTS = {
  principalId: ADA.id,
  integrationLatency: 12,
  id: ADA.id,
  email: ADA.email,
  is_superuser: 'true',
  is_verified: 'false',
  user_claims: JSON.stringify(ADA.claims),
};
/** Beside what an authorizer hands on, in every event. */
const REST_API = { apiId: 'api', requestId: 'r', resourcePath: '/orders', httpMethod: 'GET' };
const WEB_SOCKET_API = { apiId: 'api', requestId: 'r', routeKey: '$connect' };
const FIELD = {
  info: { fieldName: 'orders', parentTypeName: 'Query' },
  request: { headers: {} },
};
const texts = (changes: object = {}, context: object = REST_API) => ({
  requestContext: { ...context, authorizer: { ...TEXTS, ...changes } },
});
const resolver = (resolverContext: unknown, others: object = FIELD) => ({
  identity: { resolverContext },
  ...others,
});

/** Events that no authorizer of a `UsersApi` let pass. */
const STRAYS: [string, AuthorizedEvent][] = [
  ['no authorizer', apiEvent()],
  [
    'an authorizer of another kind',
    { requestContext: { ...REST_API, authorizer: { jwt: { claims: {} } } } },
  ],
  ['no context', eventWith(null)],
  ['an empty context', eventWith({})],
  ['the context of another function', eventWith({ id: 'x', role: 'admin' })],
  ['a user without claims', eventWith({ ...ADA, claims: null })],
  ['flags that are texts', eventWith({ ...ADA, is_superuser: 'false' })],
  ['a text in the place of the anonymous caller', eventWith({ anonymous: 'true' })],
  [
    "the claims of Cognito's authorizer",
    { requestContext: { ...REST_API, authorizer: { claims: ADA.claims } } },
  ],
  ['texts that are no flags', texts({ is_superuser: 'yes' })],
  ['a flag that is a number', texts({ is_superuser: '1' })],
  ['flags that are no texts', texts({ is_superuser: true })],
  ['claims that are no JSON', texts({ user_claims: '{' })],
  ['claims that are none', texts({ user_claims: 'null' })],
  [
    'an authorizer of a REST API that is null',
    { requestContext: { ...REST_API, authorizer: null } },
  ],
  ['a resolver without an authorizer', { ...FIELD, identity: null }],
  ['a resolver behind Cognito', { ...FIELD, identity: { sub: ADA.id, claims: ADA.claims } }],
  ['a resolver with an empty context', resolver({})],
  ['neither', {}],
];

/** What somebody may send to a route whose function gets the body of the request as its event. */
const BODIES: [string, AuthorizedEvent][] = [
  ['of an HTTP API', { requestContext: { authorizer: { lambda: ADA } } }],
  ['of an anonymous caller', { requestContext: { authorizer: { lambda: { anonymous: true } } } }],
  ['of a REST API', texts({}, {})],
  ...['apiId', 'requestId', 'resourcePath', 'httpMethod'].map((name): [string, AuthorizedEvent] => [
    `of a REST API without ${name}`,
    texts({}, { ...REST_API, [name]: undefined }),
  ]),
  ['of a WebSocket API without a route', texts({}, { ...WEB_SOCKET_API, routeKey: '' })],
  ['of AppSync', resolver(TEXTS, {})],
  ['of AppSync without a field', resolver(TEXTS, { ...FIELD, info: {} })],
  ['of AppSync without headers', resolver(TEXTS, { ...FIELD, request: undefined })],
];

describe('currentUser', () => {
  test('is the user that the authorizer handed on', () => {
    expect(currentUser(eventWith(ADA))).toEqual(ADA);
  });

  test('is undefined for an anonymous caller', () => {
    expect(currentUser(eventWith({ anonymous: true }))).toBeUndefined();
    const anonymous = { principalId: 'anonymous', anonymous: 'true' };
    expect(currentUser({ requestContext: { ...REST_API, authorizer: anonymous } })).toBeUndefined();
  });

  test('is the same behind a REST API, a WebSocket API and AppSync, whose contexts are texts', () => {
    const root = { ...ADA, is_superuser: true };
    expect(currentUser(texts())).toEqual(root);
    expect(currentUser(texts({}, WEB_SOCKET_API))).toEqual(root);
    expect(currentUser(resolver(TEXTS))).toEqual(root);
  });

  test.each(STRAYS)('throws, and says what to do, on a route with %s', (_, event) => {
    expect(() => currentUser(event)).toThrow(
      expect.objectContaining({
        name: 'NoAuthorizerError',
        code: 'NO_AUTHORIZER',
        message:
          'requestContext.authorizer: got no user of a UsersApi, expected the route to have an ' +
          'authorizer and a proxy integration; give it users.authorizer(), or as its kind of API takes one restAuthorizer(), ' +
          'webSocketAuthorizer() or appSyncAuthorization()',
      }),
    );
  });

  test.each(BODIES)('believes no body that only has the context %s', (_, body) => {
    expect(() => currentUser(body)).toThrow(expect.objectContaining({ code: 'NO_AUTHORIZER' }));
  });
});

describe('the middleware', () => {
  function call(event: Event, options?: CurrentUserMiddlewareOptions): Promise<unknown> {
    const handler = middy<WithCurrentUser<Event>>()
      .use(currentUserMiddleware(options))
      .handler(async ({ currentUser }: WithCurrentUser<Event>) => ({ who: currentUser?.email }));
    return Promise.resolve(handler(event, {} as Context));
  }
  const anonymous = eventWith({ anonymous: true });

  test('sets the current user of the event', async () => {
    expect(await call(eventWith(ADA))).toEqual({ who: ADA.email });
    expect(await call(anonymous)).toEqual({ who: undefined });
  });

  test('lets a user pass who is what it asks for', async () => {
    const root = eventWith({ ...ADA, is_superuser: true, is_verified: true });
    expect(await call(root, { verified: true, superuser: true })).toEqual({ who: ADA.email });
    expect(await call(eventWith(ADA), { required: true })).toEqual({ who: ADA.email });
  });

  test.each([
    { required: true },
    { verified: true },
    { superuser: true },
    { mfa: true },
    { maxAge: 60 },
  ])('answers an anonymous caller as the API itself does, with %j', async (options) => {
    expect(await call(anonymous, options)).toEqual({
      statusCode: 401,
      headers: {
        'content-type': 'application/json',
        ...SECURITY_HEADERS,
        'cache-control': 'no-store',
        'x-request-id': 'request-1',
        'www-authenticate': 'Bearer',
      },
      body: '{"detail":"UNAUTHORIZED"}',
    });
  });

  test.each([{ verified: true }, { superuser: true }])(
    'answers a user who is not %j as the API itself does',
    async (options) => {
      expect(await call(eventWith(ADA), options)).toEqual({
        statusCode: 403,
        headers: {
          'content-type': 'application/json',
          ...SECURITY_HEADERS,
          'cache-control': 'no-store',
          'x-request-id': 'request-1',
        },
        body: '{"detail":"FORBIDDEN"}',
      });
    },
  );

  test('answers a login with one factor, or of long ago, by what another login would have to be', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const login = (more: object, age = 0) =>
      eventWith({ ...ADA, claims: { ...ADA.claims, auth_time: seconds - age, ...more } });
    const acr = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
    const refusal = async (event: Event, options: CurrentUserMiddlewareOptions) => {
      const { statusCode, headers, body } = Object(await call(event, options));
      return { statusCode, body, challenge: headers?.['www-authenticate'] };
    };
    const prefix = 'Bearer error="insufficient_user_authentication"';
    expect(await refusal(login({ amr: ['pwd'] }), { mfa: true })).toEqual({
      statusCode: 403,
      body: '{"detail":"MFA_REQUIRED"}',
      challenge: `${prefix}, acr_values="${acr}"`,
    });
    expect(await refusal(login({ acr }, 600), { mfa: true, maxAge: 600 })).toEqual({
      statusCode: 403,
      body: '{"detail":"REAUTHENTICATION_REQUIRED"}',
      challenge: `${prefix}, acr_values="${acr}", max_age="600"`,
    });
    expect(await call(login({ acr }, 590), { mfa: true, maxAge: 600 })).toEqual({ who: ADA.email });
    expect((await refusal(eventWith(ADA), { maxAge: 600 })).statusCode).toBe(403);
  });

  test('fails with the code in a resolver of AppSync, which would take a response for data', () => {
    const { before } = currentUserMiddleware({ verified: true });
    expect(() => before({ event: resolver(TEXTS) })).toThrow(/^FORBIDDEN$/);
  });

  test.each(STRAYS)('throws on a route with %s', async (_, event) => {
    await expect(call(event as Event)).rejects.toMatchObject({ code: 'NO_AUTHORIZER' });
  });
});
