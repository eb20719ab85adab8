import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalStack, type Mail, startLocalStack } from 'cdk-users-api-local';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Browser, Page } from 'playwright-core';
import { namesOf } from '../../packages/cli/src/init/names.ts';
import { writeApp } from '../../packages/cli/src/init/write.ts';
import { startChromium } from './support/chromium.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** What `npm create cdk-users-api` writes, with the packages of this repository. */
async function newApp(): Promise<string> {
  const folder = await mkdtemp(path.join(ROOT, 'cdk.out-snippets-'));
  await writeApp({
    folder,
    names: namesOf('my-app'),
    language: 'typescript',
    packageManager: 'npm',
    version: '0.0.0',
    bringNode: false,
  });
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(ROOT, path.join(folder, 'node_modules', 'cdk-users-api'), 'junction');
  // What bundles functions looks for it.
  await symlink(path.join(ROOT, 'package-lock.json'), path.join(folder, 'package-lock.json'));
  return folder;
}

let project: string;
let stack: LocalStack;
let browser: Browser;
let page: Page;
const mails: Mail[] = [];

beforeAll(async () => {
  project = await newApp();
  [stack, browser] = await Promise.all([
    startLocalStack({
      project,
      data: path.join(project, '.local'),
      port: 0,
      reporter: { mail: (mail) => mails.push(mail) },
    }),
    startChromium(),
  ]);
  await stack.made;
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(project, { recursive: true, force: true });
});

/** Fills in a form, by the names of its fields, and sends it. */
async function send(form: string, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await page.fill(`#${form} input[name=${name}]`, value);
  }
  await page.click(`#${form} button`);
}

/** The address in the mail with a subject. */
async function linkOf(subject: string): Promise<string> {
  const mail = await eventually(() => mails.find((each) => each.subject === subject), subject);
  return /http\S+/.exec(mail.text)?.[0] ?? '';
}

const says = (message: string) => page.waitForSelector(`#message:text-is("${message}")`);

test('the page of a new app says in words what the API refuses, and its own policy refuses nothing', async () => {
  const visitor = await browser.newPage();
  const errors: string[] = [];
  visitor.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await visitor.goto(stack.url);
  await visitor.waitForSelector('#register:visible');
  const refusal = async (email: string, password: string) => {
    for (const [name, value] of Object.entries({ name: 'Bob', email, password })) {
      await visitor.fill(`#register input[name=${name}]`, value);
    }
    await visitor.click('#register button');
    await visitor.waitForSelector('#message:not(:empty)');
    return visitor.textContent('#message');
  };
  expect({
    address: await refusal('bob@b', 'correct horse battery'),
    long: await refusal('bob@example.com', 'long'.repeat(1000)),
  }).toEqual({
    address: 'email: Input should be one email address, such as name@example.com',
    long: 'Password should have at most 1024 bytes in UTF-8; this one has 4000',
  });
  // That nobody is logged in is an answer, which browsers report as well.
  const known = /status of (401|400|422)/;
  expect(errors.filter((text) => !known.test(text))).toEqual([]);
  await visitor.close();
});

test('the page of a new app registers, confirms the address, sets a new password and logs in', async () => {
  const ada = { email: 'ada@example.com', password: 'correct horse battery' };
  await page.goto(stack.url);
  await send('register', { name: 'Ada', ...ada });
  await says('Welcome! We have sent you a mail.');
  expect(await page.textContent('#user h2')).toBe('Hello, Ada');

  await page.click('#verify');
  await page.goto(await linkOf('Confirm your address'));
  await send('confirm-address', {});
  await says('Your address is confirmed.');
  expect(await page.textContent('#verified')).toBe('a confirmed address');
  expect(page.url()).toBe(`${stack.url}/`);

  await page.click('#logout');
  await page.waitForSelector('#login:visible');
  await send('forgot', { email: ada.email });
  await says('If this address is registered, a mail is on its way.');
  await page.goto(await linkOf('Set a new password'));
  await send('new-password', { password: 'a better battery' });
  await says('Your password is set: log in.');

  await send('login', ada);
  await says('Email or password is wrong.');
  await send('login', { ...ada, password: 'a better battery' });
  await page.waitForSelector('#user:visible');
});
