import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { faults } from '../support/aws/fault-proxy.ts';
import { assemblyOf } from './support/assemblies.ts';
import { Client, newEmail } from './support/client.ts';
import { PROJECT, redrive } from './support/command.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const PATIENT = '"MaximumRecordAgeInSeconds": 82800';

let folder: string;
let system: ProxiedSystem;
let client: Client;

/** The example, whose relay gives a record up after two attempts instead of a day. */
async function impatientAssembly(): Promise<string> {
  const copy = path.join(folder, 'cdk.out');
  await cp(await assemblyOf(PROJECT), copy, { recursive: true });
  const file = path.join(copy, 'UsersApiExample.template.json');
  const template = JSON.parse(await readFile(file, 'utf8'));
  const text = JSON.stringify(template, null, 1);
  expect(text).toContain(PATIENT);
  await writeFile(file, text.replace(PATIENT, '"MaximumRetryAttempts": 1'));
  return copy;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'redrive-'));
  system = await startProxiedSystem({ assembly: await impatientAssembly() });
  client = new Client(system);
});
beforeEach(() => system.eventBridge.reset());
afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...options: string[]) => redrive(['--url', system.stack.url, ...options]);

/** Objects that the stack keeps, when there are so many. */
const kept = (count: number) =>
  eventually(
    async () => {
      const { objects } = JSON.parse((await run('--list', '--json')).output);
      return objects.length === count ? objects : undefined;
    },
    `${count} objects with what was given up`,
    30_000,
  );

/** Registers a user while the bus is down, for longer than the relay tries. */
async function registerUnheard() {
  system.eventBridge.fail('PutEvents', faults.internalError, ALWAYS);
  const user = await client.register(newEmail());
  const [object] = await kept(1);
  expect(object).toMatchObject({
    key: expect.stringMatching(/^aws\/lambda\//),
    condition: 'RetryAttemptsExhausted',
    events: { 'after-register': 1 },
  });
  return { user, key: object.key as string };
}

test('an event that was given up is delivered by redrive, and its object goes', async () => {
  const { user } = await registerUnheard();
  expect((await system.events()).filter(({ detail }) => detail.user.id === user.id)).toEqual([]);
  system.eventBridge.reset();
  expect(await run()).toMatchObject({
    code: 0,
    output: expect.stringContaining('delivered: 1 record; 1 object deleted\ndone\n'),
  });
  expect(await client.eventTypes(user.id, 1)).toEqual(['after-register']);
  await kept(0);
});

test('an event that still can’t be published stays, and is named with the reason', async () => {
  const { user, key } = await registerUnheard();
  const { code, output, errors } = await run();
  expect(code).toBe(1);
  expect(output).toMatch(`not delivered: ${key}: after-register (`);
  expect(output).toContain('delivered: 0 records; 0 objects deleted\n');
  expect(errors).toMatch(/^error: 1 object could not be delivered/m);
  expect(output).not.toContain(user.email);
  await kept(1);

  system.eventBridge.reset();
  expect((await run()).code).toBe(0);
  await client.eventTypes(user.id, 1);
});

test('a reset that was requested before the outage is mailed with a token that works, until its own expiry', async () => {
  const user = await client.register(newEmail());
  await client.eventTypes(user.id, 1);
  system.eventBridge.fail('PutEvents', faults.internalError, ALWAYS);
  const requested = Date.now();
  await client.send('POST', '/forgot-password', { json: { email: user.email } });
  const [object] = await kept(1);
  expect(object.events).toEqual({ 'after-forgot-password': 1 });
  system.eventBridge.reset();
  const { output } = await run('--json');
  const { detail } = await client.event('after-forgot-password', ({ id }) => id === user.id);
  expect(output).not.toContain(detail.token);
  // It counts from the request, not from the delivery.
  expect(Date.parse(String(detail.expires_at)) - requested).toBeLessThan(3_601_000);
  const json = { token: detail.token, password: 'another correct horse' };
  expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
});

test('a record that can never be published is named, stays as one object, and arrives once it is corrected', async () => {
  const { items, stack } = system;
  const user = await client.register(newEmail());
  await client.eventTypes(user.id, 1);
  const event = { id: randomUUID(), type: 'after-update', at: 'yesterday', changed: [] };
  await items.change(({ sk, id }) => sk === 'PROFILE' && id === user.id, { event });
  const [{ key }] = await kept(1);
  expect(key).toMatch(/^set-aside\//);
  const { code, output } = await run();
  expect(code).toBe(1);
  expect(output).toMatch(`not delivered: ${key}: after-update (`);
  expect(output).toContain('RangeError: the time of the event is no time');
  await kept(1);

  const [, bucket] =
    Object.entries(stack.outputs).find(([id]) => /UndeliveredEventsB/.test(id)) ?? [];
  const url = `${stack.url}/_local/s3/${bucket}/${key}`;
  const object = (await (await fetch(url)).json()) as { readonly payload: string };
  const payload = object.payload.replace('yesterday', new Date().toISOString());
  await fetch(url, { method: 'PUT', body: JSON.stringify({ ...object, payload }) });
  expect((await run()).code).toBe(0);
  expect(await client.eventTypes(user.id, 2)).toEqual(['after-register', 'after-update']);
  await kept(0);
});
