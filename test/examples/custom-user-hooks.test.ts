import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Client, newEmail } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { PASSWORD } from '../support/passwords.ts';

const APP = path.join(import.meta.dirname, '../../examples/custom-user-hooks.ts');

describe('the example with hooks', () => {
  let system: LocalSystem;
  let client: Client;
  let root: string;

  beforeAll(async () => {
    system = await startLocalSystem({ app: APP });
    client = new Client(system);
    const email = newEmail();
    await system.createUser({ email, password: PASSWORD, is_superuser: true, name: 'Root' });
    root = await client.token(email);
  });
  afterAll(() => system?.stop());

  const register = (fields: Record<string, unknown> = {}) =>
    client.send('POST', '/register', {
      json: { email: newEmail(), password: PASSWORD, name: 'Ada', ...fields },
    });
  const administer = (id: string, json: unknown) =>
    client.send('PATCH', `/${id}`, { token: root, json });
  const refusal = (code: string) => ({ detail: { code, reason: expect.any(String) } });

  test('refuses a password wherever one is set, and leaves a reset token unspent', async () => {
    const password = 'my example password';
    const answer = await register({ password });
    expect([answer.status, answer.json]).toEqual([400, refusal('REGISTER_INVALID_PASSWORD')]);

    const { json: ada } = await register();
    const token = await client.token(ada.email);
    const json = { password, current_password: PASSWORD };
    const changed = await client.send('PATCH', '/me', { token, json });
    expect([changed.status, changed.json]).toEqual([400, refusal('UPDATE_USER_INVALID_PASSWORD')]);

    const reset = async (to: string) =>
      client.send('POST', '/reset-password', { json: { token: resetToken, password: to } });
    const resetToken = await client.resetToken(ada.email);
    const refused = await reset(password);
    expect([refused.status, refused.json]).toEqual([
      400,
      refusal('RESET_PASSWORD_INVALID_PASSWORD'),
    ]);
    expect((await reset('another good battery')).status).toBe(200);
  });

  test('refuses a registration, and stores the fields that the hook returns', async () => {
    const refused = await register({ email: 'ada@example.org' });
    expect([refused.status, refused.json]).toEqual([400, refusal('NOT_INVITED')]);
    const answer = await register({ name: '  Ada ' });
    expect([answer.status, answer.json.name]).toEqual([201, 'Ada']);
  });

  test('refuses a change by its user, not by a superuser', async () => {
    const { json: ada } = await register();
    const token = await client.token(ada.email);
    const json = { name: 'Eve' };
    const refused = await client.send('PATCH', '/me', { token, json });
    expect([refused.status, refused.json]).toEqual([400, refusal('NAME_IS_FIXED')]);
    expect((await client.send('GET', '/me', { token })).json).toEqual(ada);
    expect((await administer(ada.id, json)).json).toMatchObject(json);
  });

  test('refuses a login, and says so only with the right password', async () => {
    const { json: ada } = await register();
    await administer(ada.id, { suspended: true });
    const refused = await client.login(ada.email);
    expect([refused.status, refused.json]).toEqual([400, refusal('SUSPENDED')]);
    const wrong = await client.login(ada.email, 'a wrong password');
    expect(wrong.json).toEqual({ detail: 'LOGIN_BAD_CREDENTIALS' });
  });

  test('adds claims to access tokens', async () => {
    const { json: ada } = await register();
    const claims = async () => decodeJwt(await client.token(ada.email));
    expect(await claims()).toMatchObject({ sub: ada.id, scope: 'read', backend: 'jwt' });
    await administer(ada.id, { plan: 'pro' });
    expect(await claims()).toMatchObject({ sub: ada.id, scope: 'read write', plan: 'pro' });
  });

  test('refuses a deletion', async () => {
    const { json: ada } = await register();
    await administer(ada.id, { plan: 'pro' });
    const refused = await client.send('DELETE', `/${ada.id}`, { token: root });
    expect([refused.status, refused.json]).toEqual([400, refusal('HAS_A_PLAN')]);
    await administer(ada.id, { plan: 'free' });
    expect((await client.send('DELETE', `/${ada.id}`, { token: root })).status).toBe(204);
  });
});
