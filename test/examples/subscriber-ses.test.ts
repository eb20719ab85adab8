import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalStack, type Mail, startLocalStack } from 'cdk-users-api-local';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { assemblyOf } from '../e2e/support/assemblies.ts';
import { newEmail } from '../e2e/support/client.ts';
import { CHEAP_HASHES } from '../e2e/support/local-system.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';

const PROJECT = path.join(import.meta.dirname, '../..');

describe('examples/subscriber-ses.ts', () => {
  const mails: Mail[] = [];
  let data: string;
  let stack: LocalStack;

  beforeAll(async () => {
    // Inside the project, as by default, so that the function finds the SDK that Lambda has.
    const folder = path.join(PROJECT, '.local');
    await mkdir(folder, { recursive: true });
    data = await mkdtemp(path.join(folder, 'example-'));
    stack = await startLocalStack({
      assembly: await assemblyOf(PROJECT, 'examples/subscriber-ses.ts'),
      data,
      port: 0,
      environment: CHEAP_HASHES,
      reporter: { mail: (mail) => mails.push(mail) },
    });
  });
  afterAll(async () => {
    await stack?.stop();
    await rm(data, { recursive: true, force: true });
  });

  const post = (route: string, json: object) =>
    fetch(`${stack.url}/users/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });

  test('mails a link that sets a new password', async () => {
    const email = newEmail();
    await post('register', { email, password: PASSWORD });
    await post('forgot-password', { email });
    const mail = await eventually(async () => mails.find(({ to }) => to.includes(email)), 'a mail');
    expect(mail).toMatchObject({
      from: 'no-reply@example.com',
      to: [email],
      subject: 'Set a new password',
    });
    const [, token] =
      /https:\/\/app\.example\.com\/reset-password#token=(\S+)/.exec(mail.text) ?? [];
    expect((await post('reset-password', { token, password: OTHER_PASSWORD })).status).toBe(200);
    const login = await post('login/jwt', { username: email, password: OTHER_PASSWORD });
    expect(login.status).toBe(200);
  });

  test('mails a link that verifies the address', async () => {
    const email = newEmail();
    await post('register', { email, password: PASSWORD });
    await post('request-verify-token', { email });
    const mail = await eventually(async () => mails.find(({ to }) => to.includes(email)), 'a mail');
    expect(mail).toMatchObject({ to: [email], subject: 'Confirm your address' });
    const [, token] = /https:\/\/app\.example\.com\/verify#token=(\S+)/.exec(mail.text) ?? [];
    expect((await post('verify', { token })).status).toBe(200);
  });

  test('may send as its one identity, and nothing else', () => {
    const policies = resourcesOf(stack.template, 'AWS::IAM::Policy').filter(({ logicalId }) =>
      logicalId.startsWith('Mailer'),
    );
    const text = JSON.stringify(policies);
    const actions = [...text.matchAll(/"(?:ses|dynamodb|events|kms|s3|secretsmanager):[^"]+"/g)];
    expect(actions.map(([action]) => action)).toEqual(['"ses:SendEmail"']);
    expect(text).toContain(':identity/example.com');
    expect(text).not.toContain('"Resource":"*"');
  });
});
