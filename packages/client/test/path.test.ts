import { beforeEach, describe, expect, test } from '@jest/globals';
import { bearer, createUsersClient, fastApiUsers, type UsersClient } from '../src/index.ts';
import { Api, EMAIL, json, PASSWORD, URL_OF_API } from './support/api.ts';

type Method = (users: UsersClient, parameter: string) => Promise<{ error?: { code: string } }>;

/** Every parameter that goes into a path, alone; `client.test.ts` has all routes with one. */
const PARAMETERS: Readonly<Record<string, [call: Method, code: string, ...path: string[]]>> = {
  'endSession: id': [(users, id) => users.endSession(id), 'NOT_FOUND', '/me/sessions/', ''],
  'endSession with proof: id': [
    (users, id) => users.endSession(id, { current_password: PASSWORD }),
    'NOT_FOUND',
    ...['/me/sessions/', ''],
  ],
  'unlinkAccount: client': [
    (users, client) => users.unlinkAccount({ client, subject: 'a' }),
    'NOT_FOUND',
    ...['/me/accounts/', '/a'],
  ],
  'unlinkAccount: subject': [
    (users, subject) => users.unlinkAccount({ client: 'acme', subject }),
    'NOT_FOUND',
    ...['/me/accounts/acme/', ''],
  ],
  'associate: client': [
    (users, client) => users.associate(client),
    'NOT_FOUND',
    ...['/associate/', '/authorize'],
  ],
  'finishAssociation: client': [
    (users, client) => users.finishAssociation(client, '?code=a'),
    'VALIDATION_ERROR',
    ...['/associate/', '/callback?code=a'],
  ],
  'finishOAuth: client': [
    (users, client) => users.finishOAuth(client, '?code=a'),
    'VALIDATION_ERROR',
    ...['/oauth/', '/callback?code=a'],
  ],
};

const HOSTILE = [
  '../../me',
  '../me/export?x=',
  'a?b=c',
  'a#b',
  'a\\..\\..',
  '%2e%2e',
  '..%2f..',
  '...',
];

describe.each(Object.entries(PARAMETERS))('a parameter of a path, %s,', (_, parts) => {
  const [call, code, before = '', after = ''] = parts;
  let api: Api;
  let users: UsersClient;
  beforeEach(async () => {
    api = new Api();
    users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch });
    await users.login({ email: EMAIL, password: PASSWORD });
    api.override = () => json(200, { access_token: 'token' });
    api.seen.length = 0;
  });

  test.each(HOSTILE)('stays one segment: %s', async (parameter) => {
    await call(users, parameter);
    const [{ path = '' } = {}] = api.seen;
    const given = path.slice(before.length, path.length - after.length);
    expect({ path, given: decodeURIComponent(decodeURIComponent(given)) }).toEqual({
      path: `${before}${given}${after}`,
      given: parameter,
    });
    expect(given).not.toMatch(/[/?#\\]|%2f/i);
  });

  test.each(['', '.', '..', '\ud800'])('is refused, and nothing is sent: %j', async (parameter) => {
    expect(await call(users, parameter)).toMatchObject({ error: { code } });
    expect(api.seen).toEqual([]);
  });
});

test.each([
  ['as it is', undefined, '/oauth/..%252F..%252Fme/authorize'],
  ['of FastAPI Users', fastApiUsers(), '/auth/..%252F..%252Fme/authorize'],
])(
  'the URL of a login at a provider has the name as one segment, in the layout %s',
  (_, layout, path) => {
    const users = createUsersClient({
      url: URL_OF_API,
      backend: bearer(),
      ...(layout && { layout }),
    });
    expect(users.oauthUrl('../../me')).toBe(URL_OF_API + path);
    for (const none of ['', '.', '..']) expect(() => users.oauthUrl(none)).toThrow('NOT_FOUND');
  },
);
