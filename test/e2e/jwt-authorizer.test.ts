import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from './support/client.ts';
import { type LocalSystem, startLocalSystem } from './support/local-system.ts';

describe("examples/jwt-authorizer.ts, a route behind API Gateway's own authorizer", () => {
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startLocalSystem({ app: 'examples/jwt-authorizer.ts' });
    client = new Client(system);
  });
  afterAll(() => system?.stop());

  const whoAmI = (token?: string) =>
    fetch(`${system.origin}/who-am-i`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  test('lets a signed-in user in, and tells the function who it is', async () => {
    const { user, token } = await client.signedIn();
    const answer = await whoAmI(token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ id: user.id });
  });

  test('refuses a request without a token, or with a changed one', async () => {
    const { token } = await client.signedIn();
    const [head, , signature] = token.split('.');
    const claims = Buffer.from('{"sub":"root"}').toString('base64url');
    for (const each of [undefined, 'nonsense', [head, claims, signature].join('.')]) {
      const answer = await whoAmI(each);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ message: 'Unauthorized' });
    }
  });

  test('accepts the token of a deleted user until it expires', async () => {
    const root = await client.superuser();
    const { user, token } = await client.signedIn();
    await client.send('DELETE', `/${user.id}`, { token: root.token });
    expect((await client.send('GET', '/me', { token })).status).toBe(401);
    expect((await whoAmI(token)).status).toBe(200);
  });
});
