import path from 'node:path';
import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { PASSWORD } from '../support/passwords.ts';
import { callOwn } from './suite/authorizer.ts';
import { newEmail, seen } from './support/client.ts';
import { startLocalSystem } from './support/local-system.ts';
import { RefreshClient } from './support/refresh-client.ts';
import { signInAt } from './support/session-client.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/hooks.ts');
const SUSPENDED = { detail: { code: 'SUSPENDED', reason: 'Your account is suspended' } };

let client: RefreshClient;
let root: string;

runOn(
  shared(() => startLocalSystem({ app: APP })),
  async (system) => {
    client = new RefreshClient(system);
  },
);

/** A user of the example's model, and what a superuser may do with them. */
async function newUser() {
  const fields = { password: PASSWORD, name: 'Ada' };
  const { email: admin } = await client.system.createUser({
    ...fields,
    email: newEmail(),
    is_superuser: true,
  });
  root = (await client.loginTokens(admin, 'plain')).access;
  const { id, email } = await client.system.createUser({ ...fields, email: newEmail() });
  const administer = async (json: object) => {
    const answer = await client.send('PATCH', `/${id}`, { token: root, json });
    expect(answer.status).toBe(200);
  };
  return { id, email, administer };
}

test('an authorizer says of custom fields what is so now, and of added claims what the hook said', async () => {
  const { email, administer } = await newUser();
  const credentials = [
    await signInAt(client, 'session', email),
    { token: (await client.loginTokens(email)).access },
    { token: (await client.loginTokens(email, 'plain')).access },
  ];
  const claims = () =>
    Promise.all(
      credentials.map(async (credential) => {
        const { json } = await callOwn(client, 'any', credential);
        const { plan, suspended, scope } = (json as { claims: Record<string, unknown> }).claims;
        return { plan, suspended, scope };
      }),
    );
  const atLogin = { plan: 'free', suspended: false, scope: 'read' };
  expect(await claims()).toEqual([atLogin, atLogin, atLogin]);
  await administer({ plan: 'pro', suspended: true });
  const now = { plan: 'pro', suspended: true, scope: 'read' };
  expect(await claims()).toEqual([now, now, now]);
});

test('a stored session keeps of the claims only what the hook added', async () => {
  const { id, email } = await newUser();
  await signInAt(client, 'session', email);
  const items = await client.system.items.naming(id);
  const sessions = items.filter(({ pk }) => pk === `SESSION#${id}`);
  expect(sessions).toMatchObject([{ claims: { scope: 'read', backend: 'session' } }]);
  expect(Object.keys(Object(sessions[0]?.claims)).sort()).toEqual(['backend', 'scope']);
});

test('a refresh asks both hooks again: it has the claims of now', async () => {
  const { email, administer } = await newUser();
  const { refresh } = await client.loginTokens(email);
  await administer({ plan: 'pro' });
  const { json } = await client.refresh(refresh);
  expect(decodeJwt(json.access_token)).toMatchObject({ plan: 'pro', scope: 'read write' });
});

test('a user whom beforeLogin refuses is not refreshed, is signed out, and was not robbed', async () => {
  const { id, email, administer } = await newUser();
  const tokens = await client.loginTokens(email);
  await administer({ suspended: true });
  const login = await client.send('POST', '/login/jwt', {
    form: { username: email, password: PASSWORD },
  });
  const refused = await client.refresh(tokens.refresh);
  expect(seen(refused)).toEqual({ status: 400, json: SUSPENDED });
  expect(seen(refused)).toEqual(seen(login));
  expect(await client.status(tokens.access)).toBe(401);
  await administer({ suspended: false });
  expect((await client.refresh(tokens.refresh)).status).toBe(401);
  const events = await client.system.events();
  const reuses = events.filter(({ detail }) => detail.user.id === id && 'ip' in detail);
  expect(reuses).toEqual([]);
  expect((await client.refresh((await client.loginTokens(email)).refresh)).status).toBe(200);
});
