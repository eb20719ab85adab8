import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { Client } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { PASSWORD } from '../support/passwords.ts';
import { PROJECT } from './markdown.ts';

const read = (file: string) => readFile(path.join(PROJECT, file), 'utf8');

/** The first block of a language in `docs/frontend.md` that has a text. */
async function blockWith(language: string, text: string): Promise<string> {
  const document = await read('docs/frontend.md');
  const blocks = document.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'));
  const found = [...blocks].map(([, code = '']) => code).find((code) => code.includes(text));
  if (found === undefined) throw new Error(`docs/frontend.md has no ${language} with ${text}`);
  return found;
}

test('the lines for Vite are those of examples/react, which a browser test runs', async () => {
  expect(await read('examples/react/vite.config.js')).toContain(await blockWith('js', 'proxy'));
});

describe('the server of the document that renders pages', () => {
  let system: LocalSystem;
  let server: ChildProcess;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    system = await startLocalSystem();
    // Inside the project, where the package is known by its name.
    folder = await mkdtemp(path.join(PROJECT, 'cdk.out-snippets-'));
    await writeFile(path.join(folder, 'server.mts'), await blockWith('ts', 'createServer'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(process.execPath, [path.join(folder, 'server.mts')], {
      env: { ...process.env, USERS_URL: system.url, PORT: String(port), NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await eventually(
      async () => (await fetch(url).catch(() => undefined))?.ok || undefined,
      'the server',
    );
  });
  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    if (folder !== undefined) await rm(folder, { recursive: true });
    await system?.stop();
  });

  const signIn = (email: string, origin: string) =>
    fetch(url, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ email, password: PASSWORD }),
      redirect: 'manual',
    });

  test('signs in with a form, and knows the user of a request by its cookie', async () => {
    const { email } = await new Client(system).register();
    const signedIn = await signIn(email, system.origin);
    const [cookie = ''] = signedIn.headers.getSetCookie();
    const answers = await Promise.all([fetch(url, { headers: { cookie } }), fetch(url)]);
    expect({
      location: signedIn.headers.get('location'),
      pages: await Promise.all(answers.map((answer) => answer.json())),
    }).toEqual({ location: '/', pages: [{ signedInAs: email }, { signedInAs: null }] });
  });

  test('signs nobody in from another site', async () => {
    const { email } = await new Client(system).register();
    const refused = await signIn(email, 'https://evil.example');
    expect({
      location: refused.headers.get('location'),
      cookies: refused.headers.getSetCookie(),
    }).toEqual({ location: '/?error=FORBIDDEN', cookies: [] });
  });
});
