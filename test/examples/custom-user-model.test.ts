import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Client, newEmail } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { PASSWORD } from '../support/passwords.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const APP = path.join(PROJECT, 'examples/custom-user-model.ts');

describe('the example with a user model', () => {
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startLocalSystem({ app: APP });
    client = new Client(system);
  });
  afterAll(() => system?.stop());

  const register = (fields: Record<string, unknown>) =>
    client.send('POST', '/register', {
      json: { email: newEmail(), password: PASSWORD, ...fields },
    });
  async function superuser() {
    const email = newEmail();
    await system.createUser({ email, password: PASSWORD, is_superuser: true, name: 'Root' });
    return client.token(email);
  }

  test('registers users with their fields, which come back and go out in events', async () => {
    const answer = await register({ name: 'Ada', newsletter: true, plan: 'pro', notes: 'x' });
    expect(answer.status).toBe(201);
    const { email } = answer.json;
    expect(answer.json).toMatchObject({ name: 'Ada', newsletter: true, plan: 'free' });
    const me = await client.send('GET', '/me', { token: await client.token(email) });
    expect(me.json).toEqual(answer.json);
    const event = await client.event('after-register', (user) => user.email === email);
    expect(event.detail.user).toEqual(answer.json);
  });

  test('says what is wrong with base fields and custom ones in one answer', async () => {
    const answer = await register({ email: 'nobody', newsletter: 'yes' });
    expect(answer.status).toBe(422);
    expect(answer.json.detail.map(({ loc, type }: Record<string, unknown>) => [loc, type])).toEqual(
      [
        [['body', 'email'], 'value_error'],
        [['body', 'name'], 'missing'],
        [['body', 'newsletter'], 'value_error'],
      ],
    );
  });

  test('lets users change what is theirs', async () => {
    const { json: ada } = await register({ name: 'Ada' });
    const token = await client.token(ada.email);
    const json = { newsletter: true, plan: 'pro' };
    const answer = await client.send('PATCH', '/me', { token, json });
    expect(answer.json).toMatchObject({ name: 'Ada', newsletter: true, plan: 'free' });
    const { detail } = await client.event('after-update', ({ id }) => id === ada.id);
    expect(detail).toMatchObject({ changed: ['newsletter'], user: answer.json });
  });

  test('lets superusers change the rest; claims follow, and notes stay private', async () => {
    const { json: ada } = await register({ name: 'Ada' });
    const token = await superuser();
    const json = { plan: 'pro', notes: 'asked for an invoice' };
    const answer = await client.send('PATCH', `/${ada.id}`, { token, json });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ name: 'Ada', plan: 'pro' });
    expect(answer.json).not.toHaveProperty('notes');
    expect(decodeJwt(await client.token(ada.email))).toMatchObject({ sub: ada.id, plan: 'pro' });

    const { detail } = await client.event('after-update', ({ id }) => id === ada.id);
    expect(detail).toMatchObject({ changed: ['plan'], user: answer.json });
    expect(JSON.stringify(await system.events())).not.toContain('invoice');

    const listed = await client.send('GET', `?email=${ada.email}`, { token });
    expect(listed.json).toEqual([answer.json]);
    const all = await client.send('GET', '?limit=100', { token });
    expect(all.json).toContainEqual(answer.json);

    expect((await client.send('DELETE', `/${ada.id}`, { token })).status).toBe(204);
    const deleted = await client.event('after-delete', ({ id }) => id === ada.id);
    expect(deleted.detail.user).toEqual(answer.json);
  });

  test('takes fields from the command that creates users', async () => {
    const email = newEmail();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        'packages/cli/src/main.ts',
        ...['create-user', '--email', email, '--password', PASSWORD, '--url', system.origin],
        ...['--fields', JSON.stringify({ name: 'Ada', plan: 'pro' })],
      ],
      { cwd: PROJECT, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect(JSON.parse(stdout)).toMatchObject({ email, name: 'Ada', plan: 'pro' });
  });
});
