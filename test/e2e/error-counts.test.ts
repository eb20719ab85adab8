import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { faults } from '../support/aws/fault-proxy.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

describe('the one count of errors over all functions', () => {
  let data: string;
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'users-api-'));
    system = await startProxiedSystem({ data });
    client = new Client(system);
  });
  beforeEach(() => {
    system.dynamodb.reset();
    system.eventBridge.reset();
  });
  afterAll(async () => {
    await system?.stop();
    await rm(data, { recursive: true, force: true });
  });

  /** How often the functions whose names contain this have counted an error. */
  async function errorsOf(name: string): Promise<number> {
    const logs = path.join(data, 'logs');
    const files = (await readdir(logs)).filter((file) => file.includes(name));
    const texts = await Promise.all(files.map((file) => readFile(path.join(logs, file), 'utf8')));
    return texts.join('').match(/"Errors":1\b/g)?.length ?? 0;
  }

  /** Polls, as a log is written after the answer. */
  const counted = (name: string, before: number) =>
    eventually(
      async () => (await errorsOf(name)) > before || undefined,
      `one more error of ${name}`,
    );

  test('has a request that was answered 500', async () => {
    const { token } = await client.signedIn();
    expect((await client.send('GET', '/me', { token })).status).toBe(200);
    expect(await errorsOf('GetMe')).toBe(0);
    system.dynamodb.fail('BatchGetItem', faults.invalid, { times: Number.POSITIVE_INFINITY });
    expect((await client.send('GET', '/me', { token })).status).toBe(500);
    await counted('GetMe', 0);
  });

  test('has a batch of events that could not be published and comes again', async () => {
    const before = await errorsOf('Relay');
    system.eventBridge.fail('PutEvents', faults.invalid, { times: 1 });
    const user = await client.register();
    await counted('Relay', before);
    await client.event('after-register', ({ id }) => id === user.id);
  });

  test('has no refusal', async () => {
    const { email } = await client.register();
    const before = await errorsOf('');
    expect((await client.login(email, 'not the password')).status).toBe(400);
    expect((await client.send('GET', '/me')).status).toBe(401);
    expect(await errorsOf('')).toBe(before);
  });
});
