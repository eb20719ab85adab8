import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { PASSWORD } from '../support/passwords.ts';
import { Client, newEmail } from './support/client.ts';
import { type LocalSystem, startLocalSystem } from './support/local-system.ts';
import type { ApiUser } from './support/system.ts';

/** The paths of FastAPI Users, below a stage with a name. */
describe('a users API on a stage with a name', () => {
  let system: LocalSystem;
  let client: Client;
  let email: string;

  beforeAll(async () => {
    system = await startLocalSystem({ app: 'test/apps/staged.ts' });
    await system.stack.made;
    client = new Client({ ...system, url: `${system.origin}/prod` });
    email = newEmail();
    const json = { email, password: PASSWORD };
    await client.send('POST', '/auth/register', { json });
  });
  afterAll(() => system?.stop());

  const login = (username = email) =>
    client.send('POST', '/auth/jwt/login', { form: { username, password: PASSWORD } });

  test('names in tokens and discovery the URL at which both are found', async () => {
    const { json: metadata } = await client.send('GET', '/.well-known/openid-configuration');
    expect(metadata).toMatchObject({
      issuer: client.system.url,
      jwks_uri: `${client.system.url}/.well-known/jwks.json`,
    });
    const { json } = await login();
    const answer = await fetch(metadata.jwks_uri);
    const keys = createLocalJWKSet((await answer.json()) as JSONWebKeySet);
    const { payload } = await jwtVerify(json.access_token, keys, { issuer: metadata.issuer });
    const me = await client.send('GET', '/users/me', { token: json.access_token });
    expect(me).toMatchObject({ status: 200, json: { id: payload.sub, email } });
  });

  test('links to the next page of the list at the path of the list', async () => {
    const root = { email: newEmail(), password: PASSWORD, is_superuser: true };
    await system.createUser(root);
    const { access_token: token } = (await login(root.email)).json;
    const { headers } = await client.send('GET', '/users?limit=1', { token });
    const next = /^<(\/prod\/users\?[^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    const page = await fetch(`${system.origin}${next}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const users = (await page.json()) as readonly ApiUser[];
    const emails = users.map((user) => user.email);
    expect({ status: page.status, emails }).toEqual({ status: 200, emails: [root.email] });
  });

  test('is nowhere else: without the stage API Gateway answers 404', async () => {
    const notFound = { status: 404, json: { message: 'Not Found' } };
    expect(await client.send('POST', '/login/jwt')).toMatchObject(notFound);
    const atRoot = new Client({ ...system, url: system.origin });
    expect(await atRoot.send('GET', '/users/me')).toMatchObject(notFound);
  });
});
