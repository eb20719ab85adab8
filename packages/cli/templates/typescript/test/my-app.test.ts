import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Dev, startDev } from './dev.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

let dev: Dev;
before(async () => {
  dev = await startDev();
});
after(() => dev?.stop());

function post(path: string, body: unknown): Promise<Response> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  return fetch(`${dev.url}/users${path}`, { method: 'POST', headers, body: text });
}

/** Logs in by cookie, as the page does. */
async function logIn(password: string): Promise<{ status: number; cookie: string }> {
  const response = await fetch(`${dev.url}/users/login/cookie`, {
    method: 'POST',
    headers: { origin: dev.url },
    body: new URLSearchParams({ username: ada.email, password }),
  });
  const [cookie = ''] = response.headers.getSetCookie().map((header) => header.split(';')[0]);
  return { status: response.status, cookie };
}

test('the page is served from the address of the API', async () => {
  const response = await fetch(dev.url);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(await response.text(), /<form id="register">/);
});

test('a user registers, is mailed a welcome, and logs in', async () => {
  const registered = await post('/register', ada);
  assert.equal(registered.status, 201);
  const welcome = await dev.mail(ada.email, 'Welcome to my-app');
  assert.match(welcome.text, /^Welcome to my-app!/);
  // Anybody can register the address of somebody else.
  assert.doesNotMatch(welcome.text, /Ada/);

  const { status, cookie } = await logIn(ada.password);
  assert.equal(status, 204);
  const me = await fetch(`${dev.url}/users/me`, { headers: { cookie } });
  const { name } = (await me.json()) as { name: string };
  assert.equal(name, 'Ada');
});

test('a user without a name is refused', async () => {
  const { name: _, ...nameless } = ada;
  assert.equal((await post('/register', nameless)).status, 422);
});

test('a name with a line break is refused', async () => {
  const { status } = await post('/register', { ...ada, name: 'Ada\nYou have won' });
  assert.equal(status, 422);
});

test('the link in a mail sets a new password', async () => {
  await post('/forgot-password', { email: ada.email });
  const { text } = await dev.mail(ada.email, 'Set a new password');
  const [, token] = /\/\?reset#token=(\S+)/.exec(text) ?? [];
  const password = 'a better battery';
  assert.equal((await post('/reset-password', { token, password })).status, 200);
  assert.deepEqual(
    { old: (await logIn(ada.password)).status, new: (await logIn(password)).status },
    { old: 400, new: 204 },
  );
});
