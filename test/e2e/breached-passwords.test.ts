import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { PASSWORD } from '../support/passwords.ts';
import { RANGE } from '../support/pwned-passwords/published.ts';
import { PwnedPasswordsService } from '../support/pwned-passwords/service.ts';
import { Client, newEmail, seen } from './support/client.ts';
import { type LocalSystem, startLocalSystem } from './support/local-system.ts';

const APP = path.join(import.meta.dirname, '../apps/breached-passwords.ts');
const BREACHED = 'sparky50';

describe('a password of a data breach', () => {
  let data: string;
  let service: PwnedPasswordsService;
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'users-api-'));
    service = await PwnedPasswordsService.start();
    process.env.TEST_BREACHED_PASSWORDS = service.url;
    system = await startLocalSystem({ app: APP, data });
    client = new Client(system);
  });
  beforeEach(() => service.reset());
  afterAll(async () => {
    delete process.env.TEST_BREACHED_PASSWORDS;
    await system?.stop();
    await service?.stop();
    await rm(data, { recursive: true, force: true });
  });

  const refused = (code: string) => ({
    status: 400,
    json: {
      detail: {
        code,
        reason: `Password should not be known from data breaches; this one was found in them ${RANGE.passwords[BREACHED]} times`,
      },
    },
  });
  const register = (password: string, email = newEmail()) =>
    client.send('POST', '/register', { json: { email, password } });

  test('is refused wherever a user sets one, and leaves a reset token unspent', async () => {
    expect(seen(await register(BREACHED))).toEqual(refused('REGISTER_INVALID_PASSWORD'));
    const { user, token } = await client.signedIn();
    const json = { password: BREACHED, current_password: PASSWORD };
    expect(seen(await client.send('PATCH', '/me', { token, json }))).toEqual(
      refused('UPDATE_USER_INVALID_PASSWORD'),
    );
    const mailed = await client.resetToken(user.email);
    const reset = (password: string) =>
      client.send('POST', '/reset-password', { json: { token: mailed, password } });
    expect(seen(await reset(BREACHED))).toEqual(refused('RESET_PASSWORD_INVALID_PASSWORD'));
    expect((await reset('another good battery')).status).toBe(200);
  });

  test('is refused where an operator or a superuser sets it', async () => {
    await expect(system.createUser({ email: newEmail(), password: BREACHED })).rejects.toThrow(
      'REGISTER_INVALID_PASSWORD: Password should not be known from data breaches',
    );
    const { token } = await client.superuser();
    const { id } = await client.register();
    expect(
      seen(await client.send('PATCH', `/${id}`, { token, json: { password: BREACHED } })),
    ).toEqual(refused('UPDATE_USER_INVALID_PASSWORD'));
  });

  test('is asked for by five characters of its SHA-1; logins ask nobody', async () => {
    const { email } = await client.register();
    expect(service.requests).toHaveLength(1);
    expect((await client.login(email)).status).toBe(200);
    expect((await client.login(email, BREACHED)).status).toBe(400);
    expect(service.requests).toHaveLength(1);
    expect((await register(BREACHED)).status).toBe(400);
    expect(service.requests.map(({ url }) => url)).toEqual([
      expect.stringMatching(/^\/range\/[0-9A-F]{5}$/),
      `/range/${RANGE.prefix}`,
    ]);
  });

  test('is taken while the service is down, which is counted and logged without it', async () => {
    const logs = async () => {
      const folder = path.join(data, 'logs');
      const files = await readdir(folder);
      const texts = await Promise.all(
        files.map((file) => readFile(path.join(folder, file), 'utf8')),
      );
      return texts.join('');
    };
    expect(await logs()).not.toContain('UncheckedPasswords');
    service.misbehaviour = { status: 503 };
    const email = newEmail();
    expect((await register(BREACHED, email)).status).toBe(201);
    const log = await eventually(async () => {
      const text = await logs();
      return /"UncheckedPasswords":1\b/.test(text) ? text : undefined;
    }, 'the count');
    expect(log).toContain('a new password was not looked up among breached ones');
    expect(log).toContain(`${service.url} answered 503`);
    for (const secret of [BREACHED, RANGE.prefix, email]) expect(log).not.toContain(secret);
    expect((await client.login(email, BREACHED)).status).toBe(200);
  });
});
