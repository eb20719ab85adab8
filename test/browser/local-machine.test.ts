import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findEngine } from 'cdk-users-api-local/engine/binary';
import { type Engine, runEngine } from 'cdk-users-api-local/engine/engine';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import { BLOCKED_BY_BROWSERS } from 'cdk-users-api-local/engine/hidden-address';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Client } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { startChromium } from './support/chromium.ts';

/** A name that the attacker owns, and that stands for this machine (DNS rebinding). */
const EVIL = 'evil.example';

/** What a page sends, and how. */
interface Attempt {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly mode?: 'cors' | 'no-cors';
}

/** A call of an AWS service, signed by whatever comes to mind. */
const aws = (url: string, target: string, input: object): Attempt => ({
  url,
  method: 'POST',
  headers: {
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, ' +
      'SignedHeaders=host, Signature=0',
    'x-amz-date': '20260101T000000Z',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
  },
  body: JSON.stringify(input),
});

describe('a page of another site, in a browser on the machine that runs the stack,', () => {
  let system: LocalSystem;
  let browser: Browser;
  let site: Server;
  let context: BrowserContext;
  let page: Page;
  let tableName: string;

  beforeAll(async () => {
    site = createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1');
    await once(site, 'listening');
    [system, browser] = await Promise.all([
      startLocalSystem(),
      startChromium([`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`]),
    ]);
    tableName = String(
      Object.entries(system.stack.outputs).find(([id]) => id.includes('TableName'))?.[1],
    );
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await system?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`http://${EVIL}:${(site.address() as AddressInfo).port}/`);
  });
  afterEach(() => context?.close());

  /** What a script of the page gets to read; `blocked` where the browser lets it read nothing. */
  const attempt = (request: Attempt) =>
    page.evaluate(async ({ url, ...init }) => {
      try {
        const response = await fetch(url, init);
        return { status: response.status, text: await response.text() };
      } catch {
        return 'blocked';
      }
    }, request);

  test('could read and write an engine at an ordinary port, which is the attack', async () => {
    const port = await freePort();
    const args = ['serve', '--host', '127.0.0.1', '--port', String(port)];
    const engine: Engine = await runEngine({ command: findEngine(), args, port });
    try {
      const read = await attempt(aws(engine.endpoint, 'DynamoDB_20120810.ListTables', {}));
      expect(read).toMatchObject({ status: 200, text: expect.stringContaining('TableNames') });
    } finally {
      await engine.stop();
    }
  });

  test.each(BLOCKED_BY_BROWSERS)(
    'reaches nothing at port %i, where an engine may be',
    async (port) => {
      const host = '127.83.61.29';
      const open = createServer((_, response) => {
        response.setHeader('access-control-allow-origin', '*');
        response.end('reached');
      }).listen(port, host);
      await once(open, 'listening');
      try {
        expect(await attempt({ url: `http://${host}:${port}/` })).toBe('blocked');
      } finally {
        open.close();
      }
    },
  );

  test('reads and writes no table', async () => {
    const client = new Client(system);
    const user = await client.register();
    await client.event('after-register', ({ id }) => id === user.id);
    const key = { pk: { S: `USER#${user.id}` }, sk: { S: 'PROFILE' } };
    const { dynamodb } = system.stack.endpoints;
    const scan = aws(dynamodb, 'DynamoDB_20120810.Scan', { TableName: tableName });
    const promote = aws(dynamodb, 'DynamoDB_20120810.UpdateItem', {
      TableName: tableName,
      Key: key,
      UpdateExpression: 'SET is_superuser = :t',
      ExpressionAttributeValues: { ':t': { BOOL: true } },
    });
    const rebound = dynamodb.replace(new URL(dynamodb).hostname, EVIL);
    for (const request of [scan, promote]) {
      for (const url of [dynamodb, rebound]) {
        expect(await attempt({ ...request, url })).toBe('blocked');
        const { headers, ...plain } = { ...request, url };
        expect(await attempt({ ...plain, mode: 'no-cors' })).toBe('blocked');
      }
    }
    const stored = await system.items.naming(user.id);
    expect(stored.find(({ sk }) => sk === 'PROFILE')?.is_superuser).not.toBe(true);
  });

  test('reads no secret, puts no event, no object and no mail, though it knows the port and the key', async () => {
    const { s3, secretsmanager, eventbridge, sesv2 } = system.stack.endpoints;
    const secret = { SecretId: 'UsersApiExampleUsersResetPasswordTokenSecret' };
    const events = {
      Entries: [{ Source: 'users-api', DetailType: 'after-register', Detail: '{"planted":true}' }],
    };
    for (const request of [
      aws(secretsmanager, 'secretsmanager.GetSecretValue', secret),
      aws(new URL(secretsmanager).origin, 'secretsmanager.GetSecretValue', secret),
      aws(eventbridge, 'AWSEvents.PutEvents', events),
      { url: `${sesv2}/v2/email/outbound-emails`, method: 'POST', body: '{}' },
      { url: `${s3}/bucket/key`, method: 'PUT', body: '{}' },
    ]) {
      expect(await attempt(request)).toBe('blocked');
      const { headers, ...plain } = request as Attempt;
      // Without asking first, a browser sends nothing but GET, HEAD and POST.
      const unasked = { ...plain, method: 'POST', mode: 'no-cors' } as const;
      expect(await attempt(unasked)).toEqual({ status: 0, text: '' });
      if (plain.method === 'PUT') {
        expect(await attempt({ ...plain, mode: 'no-cors' })).toBe('blocked');
      }
    }
    expect((await system.events()).filter(({ detail }) => 'planted' in detail)).toEqual([]);
  });

  test('invokes no function, and reads and forgets no event', async () => {
    const email = 'made-by-a-page@example.com';
    const [name = ''] = system.stack.functions.names.filter((each) => /CreateUser/.test(each));
    const invoke = {
      url: `${system.origin}/2015-03-31/functions/${name}/invocations`,
      method: 'POST',
      body: JSON.stringify({ email, password: 'correct horse battery', is_superuser: true }),
    };
    const before = await system.events();
    for (const request of [
      invoke,
      { url: `${system.origin}/_local/events` },
      { url: `${system.origin}/_local/reset`, method: 'POST' },
    ]) {
      expect(await attempt(request)).toBe('blocked');
      expect(await attempt({ ...request, mode: 'no-cors' })).toEqual({ status: 0, text: '' });
    }
    expect(await system.events()).toEqual(before);
  });

  test('reads nothing of the control API under its own name either', async () => {
    const { port } = new URL(system.origin);
    await page.goto(`http://${EVIL}:${port}/`);
    for (const path of ['/_local/events', '/_local/stack']) {
      expect(await attempt({ url: `http://${EVIL}:${port}${path}` })).toMatchObject({
        status: 403,
        text: '{"message":"Forbidden"}',
      });
    }
  });
});
