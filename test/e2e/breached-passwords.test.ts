import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { RANGE } from '../support/pwned-passwords/published.ts';
import { PwnedPasswordsService } from '../support/pwned-passwords/service.ts';
import { BREACHED, breachedPasswordCases } from './suite/breached-passwords.ts';
import { Client, newEmail } from './support/client.ts';
import { startLocalSystem } from './support/local-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/breached-passwords.ts');

describe('on this machine', () => {
  let data: string;
  let service: PwnedPasswordsService;
  let client: Client;

  const start = shared(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'users-api-'));
    service = await PwnedPasswordsService.start();
    process.env.TEST_BREACHED_PASSWORDS = service.url;
    return startLocalSystem({ app: APP, data });
  });
  runOn(start, (system) => {
    client = new Client(system);
  });
  afterAll(async () => {
    delete process.env.TEST_BREACHED_PASSWORDS;
    await service?.stop();
    await rm(data, { recursive: true, force: true });
  });

  breachedPasswordCases(start, () => service);

  test('a password that nobody looked up is counted and logged, without it', async () => {
    const logs = async () => {
      const folder = path.join(data, 'logs');
      const files = await readdir(folder);
      const texts = await Promise.all(
        files.map((file) => readFile(path.join(folder, file), 'utf8')),
      );
      return texts.join('');
    };
    const counts = (text: string) => text.match(/"UncheckedPasswords":1\b/g)?.length ?? 0;
    const before = counts(await logs());
    service.misbehaviour = { status: 500 };
    const json = { email: newEmail(), password: BREACHED };
    expect((await client.send('POST', '/register', { json })).status).toBe(201);
    const log = await eventually(async () => {
      const text = await logs();
      return counts(text) > before ? text : undefined;
    }, 'one more count');
    expect(log).toContain('a new password was not looked up among breached ones');
    expect(log).toContain(`${service.url} answered 500`);
    for (const secret of [BREACHED, RANGE.prefix, json.email]) expect(log).not.toContain(secret);
  });
});
