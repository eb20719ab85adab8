import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { startHttpServer } from 'cdk-users-api-local/gateway/http-server';
import { eventually } from 'cdk-users-api-local/test/eventually';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { localCertificate } from '../../src/dev/certificate.ts';
import { address, cdkProject, MAIN } from '../support/project.ts';

afterAll(removeTemporaryDirectories);

function run(args: readonly string[]) {
  const { folder, data } = cdkProject({});
  const child = spawn(process.execPath, [MAIN, 'dev', '--data', data, ...args], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more) => {
      output += more;
    });
  }
  return { child, data, exit: once(child, 'close').then(([code]) => code), output: () => output };
}

/** As a browser of this machine that trusts a certificate. */
async function get(url: string, ca: string, headers: Record<string, string> = {}) {
  // Only IPv4 is served; browsers try both.
  const asked = request(url, { ca, headers, family: 4 }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const { statusCode: status, headers: received } = response;
  return { status, headers: received, body: await text(response) };
}

test('dev --https serves HTTP and HTTPS at one port, with a certificate that a browser can trust', async () => {
  const { child, data, exit, output } = run(['--https']);
  const url = await eventually(() => address(output()));
  const secure = url.replace('http://127.0.0.1', 'https://localhost');
  expect(output()).toContain(`\nalso at ${secure}\nready ${url}\n`);
  const ca = readFileSync(path.join(data, 'tls/localhost.pem'), 'utf8');
  const answers = await Promise.all([
    get(`${secure}/read/secret`, ca),
    get(`${secure}/_local/stack`, ca, { origin: secure }),
    get(`${secure}/_local/stack`, ca, { origin: url }),
    fetch(`${url}/read/secret`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 200]);
  await expect(get(`${secure}/read/secret`, '')).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  child.kill('SIGINT');
  expect(await exit).toBe(0);
});

test('no browser is told to ask for all of localhost by HTTPS', async () => {
  const certificate = localCertificate(temporaryDirectory());
  const server = await startHttpServer(0, certificate);
  const headers = { 'strict-transport-security': 'max-age=31536000', 'x-request-id': '1' };
  server.handle(async () => ({ status: 200, headers, cookies: [], body: Buffer.from('{}') }));
  const secure = await get(server.secureUrl ?? '', certificate.cert);
  expect(secure).toMatchObject({ status: 200, headers: { 'x-request-id': '1' } });
  expect(secure.headers).not.toHaveProperty('strict-transport-security');
  expect((await fetch(server.url)).headers.get('strict-transport-security')).toBe(
    'max-age=31536000',
  );
  server.stop();
});

test('a certificate without its key ends dev with one line', async () => {
  const [folder, other] = [temporaryDirectory(), temporaryDirectory()];
  localCertificate(folder);
  localCertificate(other);
  const [cert, key] = [`${folder}/localhost.pem`, `${other}/localhost-key.pem`];
  const { exit, output } = run(['--cert', cert, '--key', key]);
  expect(await exit).toBe(1);
  expect(output()).toBe(`error: ${key} is not the key of ${cert}: name the two of a pair\n`);
});

test.each([['--cert'], ['--key']])('%s is refused by itself, with 2', async (option) => {
  const { exit, output } = run([option, 'a.pem']);
  expect(await exit).toBe(2);
  expect(output()).toBe(
    'error: --cert and --key go together: the certificate, and its key (--help shows the options)\n',
  );
});

test('a certificate that is not there ends dev with one line', async () => {
  const { exit, output } = run(['--cert', 'a.pem', '--key', 'b.pem']);
  expect(await exit).toBe(1);
  expect(output()).toBe('error: cannot read a.pem (ENOENT); --cert has to name a PEM file\n');
});
