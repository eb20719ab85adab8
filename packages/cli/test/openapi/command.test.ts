import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { cdkProject } from '../support/project.ts';
import { runCommand } from '../support/run-command.ts';

afterAll(removeTemporaryDirectories);

const DOCUMENT = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../../docs/openapi.json'), 'utf8'),
);

/** An app that tells its document only if it is asked. */
const APP = `
const fs = require('node:fs');
const { CDK_CONTEXT_JSON, CDK_OUTDIR } = process.env;
const asked = JSON.parse(CDK_CONTEXT_JSON)['cdk-users-api-openapi'];
const entry = { type: 'cdk-users-api:openapi', data: ${JSON.stringify(DOCUMENT)} };
fs.mkdirSync(CDK_OUTDIR, { recursive: true });
fs.writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({
  artifacts: { Shop: { type: 'aws:cloudformation:stack', metadata: { '/Shop/Users': asked ? [entry] : [] } } },
}));`;

const run = (args: readonly string[], cwd: string) => runCommand(args, { cwd });

describe('openapi', () => {
  test('prints the document of the app of cdk.json, and the steps beside it', async () => {
    const { folder } = cdkProject({ app: APP, build: '' });
    const { code, output, errors } = await run(['openapi'], folder);
    expect({ code, errors }).toEqual({
      code: 0,
      errors: 'building: node build.cjs\nsynthesising: node app.cjs\n',
    });
    expect(JSON.parse(output)).toEqual(DOCUMENT);
  });

  test('writes it into a file, and says where', async () => {
    const { folder } = cdkProject({ app: APP });
    const { code, output, errors } = await run(['openapi', '--output', 'api.json'], folder);
    expect({ code, output }).toEqual({ code: 0, output: '' });
    expect(errors).toMatch(/wrote api\.json\n$/);
    expect(JSON.parse(readFileSync(path.join(folder, 'api.json'), 'utf8'))).toEqual(DOCUMENT);
  });

  test('says in one line that a file can not be written, or that an app fails', async () => {
    const { folder } = cdkProject({ app: APP });
    const refused = await run(['openapi', '--output', 'nowhere/api.json'], folder);
    expect({ code: refused.code, last: lastLine(refused.errors) }).toEqual({
      code: 1,
      last: expect.stringMatching(
        /^error: cannot write nowhere\/api\.json: ENOENT.*; name another file with --output$/,
      ),
    });
    const { folder: failing } = cdkProject({ app: 'throw new Error("no such prop")' });
    const failed = await run(['openapi'], failing);
    expect(failed.errors).toContain('Error: no such prop');
    expect({ code: failed.code, last: lastLine(failed.errors) }).toEqual({
      code: 1,
      last: 'error: the CDK app failed to synthesise (node app.cjs): Error: no such prop',
    });
  });

  test('asks a running API for its document', async () => {
    const server = createServer(({ url }, response) => {
      if (url === '/users/openapi.json') response.end(JSON.stringify(DOCUMENT));
      else response.writeHead(404).end('{"message":"Not Found"}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { folder } = cdkProject({ app: APP });
    const [found, missed, silent] = await Promise.all([
      run(['openapi', '--url', `${origin}/users/`], folder),
      run(['openapi', '--url', origin], folder),
      run(['openapi', '--url', 'http://127.0.0.1:9'], folder),
    ]);
    server.close();
    expect(JSON.parse(found.output)).toEqual(DOCUMENT);
    expect({ missed: missed.code, silent: silent.code }).toEqual({ missed: 1, silent: 1 });
    expect(missed.errors).toBe(
      `error: ${origin}/openapi.json is no OpenAPI document (404): give --url the base path too, and the stack apiDocumentation; or leave --url out\n`,
    );
    expect(silent.errors).toBe(
      'error: nothing answers at http://127.0.0.1:9: is it the output Url of the stack?\n',
    );
  });
});

describe('of a stack on this machine', () => {
  test.each([1, 2])(
    'the document is found by the address that dev prints: %i APIs',
    async (apis) => {
      const paths = Array.from({ length: apis }, (_, index) => `/users${index}`);
      const server = createServer(({ url = '', headers: { host } }, response) => {
        const outputs = paths.map((each, index) => [`Api${index}Url`, `http://${host}${each}`]);
        if (url === '/_local/stack') {
          response.end(JSON.stringify({ outputs: Object.fromEntries(outputs) }));
        } else if (paths.some((each) => url === `${each}/openapi.json`)) {
          response.end(JSON.stringify(DOCUMENT));
        } else response.writeHead(404).end('{}');
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { folder } = cdkProject({ app: APP });
      const { code, output, errors } = await run(['openapi', '--url', origin], folder);
      server.close();
      if (apis === 1) {
        expect({ code, document: JSON.parse(output) }).toEqual({ code: 0, document: DOCUMENT });
      } else {
        expect({ code, errors }).toEqual({
          code: 1,
          errors: `error: ${origin} has several UsersApi: choose with --url one of ${origin}/users0, ${origin}/users1\n`,
        });
      }
    },
  );
});

test.each(['openapi', 'client'])('%s refuses an app or a stack that is not there', async (name) => {
  const { folder } = cdkProject({ app: APP, build: 'throw new Error("too late")' });
  const app = await run([name, '--app', 'missing.ts'], folder);
  expect({ code: app.code, errors: app.errors }).toEqual({
    code: 2,
    errors: expect.stringMatching(/^error: there is no file .*missing\.ts: --app names .*\n$/),
  });
  const stack = await run([name, '--stack', 'Nope'], cdkProject({ app: APP }).folder);
  expect({ code: stack.code, last: lastLine(stack.errors) }).toEqual({
    code: 2,
    last: 'error: stack Nope has no UsersApi: choose with --stack one of Shop (--help shows the options)',
  });
});

describe('client', () => {
  test('writes a client of the app, and again over what it has written', async () => {
    const { folder } = cdkProject({ app: APP });
    for (const _ of [1, 2]) {
      const { code, output, errors } = await run(['client'], folder);
      expect({ code, output, last: lastLine(errors) }).toEqual({
        code: 0,
        output: '',
        last: 'wrote users-api.ts',
      });
    }
    const written = readFileSync(path.join(folder, 'users-api.ts'), 'utf8');
    expect(written).toContain('export function createClient<');
  });

  test('leaves a file of somebody else as it is', async () => {
    const { folder } = cdkProject({ app: APP });
    const { code, errors } = await run(['client', '--output', 'app.cjs'], folder);
    expect({ code, errors }).toEqual({
      code: 1,
      errors: 'error: app.cjs is no file of this command: name another one with --output\n',
    });
    expect(readFileSync(path.join(folder, 'app.cjs'), 'utf8')).toBe(APP);
  });
});

const lastLine = (errors: string) => errors.trimEnd().split('\n').at(-1);
