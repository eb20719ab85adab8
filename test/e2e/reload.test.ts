import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { type Line, SavedProject } from '../support/saved-project.ts';

let dev: SavedProject;

beforeAll(async () => {
  dev = await SavedProject.start();
  await post('/users/register', { email: 'ada@example.com', password: 'correct horse battery' });
});
afterAll(() => dev.stop());

const post = (route: string, body: object) =>
  fetch(`${dev.url}${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Whether the user of before any reload logs in. */
async function userIsThere(): Promise<boolean> {
  const form = { username: 'ada@example.com', password: 'correct horse battery' };
  const body = new URLSearchParams(form);
  return (await fetch(`${dev.url}/users/login/jwt`, { method: 'POST', body })).ok;
}

const synthesised = (said: readonly Line[]) => said.some(({ action }) => action === 'synthesising');

test('a saved handler is live by esbuild, in its own function, with the users of before', async () => {
  const hello = async () => (await fetch(`${dev.url}/hello`)).text();
  expect(await hello()).toBe('hello');
  const said = await dev.reloads(() => dev.replace('src/text.ts', 'hello', 'good evening'));
  expect(synthesised(said)).toBe(false);
  const [function_] = said.find(({ type }) => type === 'reloaded')?.functions ?? [];
  expect(function_).toMatch(/^Hello[0-9A-F]{8}$/);
  expect({ hello: await hello(), user: await userIsThere() }).toEqual({
    hello: 'good evening',
    user: true,
  });
});

test('a saved user model is live by a synthesis, with the users of before', async () => {
  const register = async (email: string) => {
    const response = await post('/users/register', { email, password: 'correct horse battery' });
    return ((await response.json()) as { plan: string }).plan;
  };
  expect(await register('grace@example.com')).toBe('free');
  const said = await dev.reloads(() => dev.replace('src/users.ts', "'free'", "'trial'"));
  expect(synthesised(said)).toBe(true);
  expect({ plan: await register('alan@example.com'), user: await userIsThere() }).toEqual({
    plan: 'trial',
    user: true,
  });
});

test('a saved file of the stack is live by a synthesis, with the users of before', async () => {
  const said = await dev.reloads(() => dev.replace('lib/route.ts', '/hello', '/good-morning'));
  expect(synthesised(said)).toBe(true);
  const status = async (route: string) => (await fetch(`${dev.url}${route}`)).status;
  expect({
    old: await status('/hello'),
    new: await status('/good-morning'),
    user: await userIsThere(),
  }).toEqual({ old: 404, new: 200, user: true });
});

test('a type error is a warning, and what is saved is live all the same', async () => {
  const start = dev.lines.length;
  await dev.reloads(() => dev.replace('lib/route.ts', ': string', ': number'));
  await eventually(
    () => dev.lines.slice(start).some((line) => JSON.stringify(line).includes('TS2322')),
    'the warning',
    30_000,
  );
  expect((await fetch(`${dev.url}/good-morning`)).status).toBe(200);
});
