import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { program } from '../src/program.ts';
import { runCommand } from './support/run-command.ts';

const NOWHERE = 'http://127.0.0.1:9';

const run = (args: readonly string[], { input = '', env = {} } = {}) =>
  runCommand(args, {
    input,
    env: { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });

describe('every command', () => {
  const names = program().commands.map((command) => command.name());

  test('has help that ends with 0', async () => {
    const shown = await Promise.all(names.map((name) => run([name, '--help'])));
    for (const [index, { code, output }] of shown.entries()) {
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringContaining(`Usage: cdk-users-api ${names[index]} `),
      });
    }
  });

  test('refuses an option that it does not know, in one line, with 2', async () => {
    const refused = await Promise.all(names.map((name) => run([name, '--frehs'])));
    for (const { code, errors } of refused) {
      expect({ code, errors }).toEqual({
        code: 2,
        errors: expect.stringMatching(/^error: .*--help shows the options\)\n$/),
      });
    }
  });
});

test.each([
  [
    'crate-user',
    "unknown command 'crate-user'; did you mean create-user? (--help shows the options)",
  ],
  [
    'create-user --url http://x',
    "required option '--email <address>' not specified (--help shows the options)",
  ],
  [
    'create-user --email a@example.com',
    'which stack? Add --stack NAME, or --url URL for one on this machine (--help shows the options)',
  ],
  [
    'create-user --email a@example.com --url http://x --stack y',
    "option '--url <url>' cannot be used with option '--stack <name>' (--help shows the options)",
  ],
  [
    'create-user --email a@example.com --url http://x --fields []',
    "option '--fields <json>' argument '[]' is invalid. It has to be a JSON object. (--help shows the options)",
  ],
  [
    'client --url http://x --construct y',
    "option '--url <url>' cannot be used with option '--construct <path>' (--help shows the options)",
  ],
  [
    'openapi --url http://x --stack y',
    "option '--url <url>' cannot be used with option '--stack <name>' (--help shows the options)",
  ],
  [
    'dev --demo --app app.ts',
    "option '--demo' cannot be used with option '--app <file>' (--help shows the options)",
  ],
  [
    'end-logins',
    'which stack? Add --stack NAME, or --url URL for one on this machine (--help shows the options)',
  ],
  [
    'create-user --email a@example.com --url 127.0.0.1:3000',
    "option '--url <url>' argument '127.0.0.1:3000' is invalid. It has to begin with http:// or https://, as in http://127.0.0.1:3000. (--help shows the options)",
  ],
  ...['end-logins', 'openapi', 'client'].map((name) => [
    `${name} --url localhost:3000`,
    "option '--url <url>' argument 'localhost:3000' is invalid. It has to begin with http:// or https://, as in http://127.0.0.1:3000. (--help shows the options)",
  ]),
  ['bogus --help', "unknown command 'bogus' (--help shows the options)"],
  ['help bogus', "unknown command 'bogus' (--help shows the options)"],
  [
    'end-logins --url http://x --resume y',
    "option '--resume <token>' argument 'y' is invalid. It has to be what a run has printed. (--help shows the options)",
  ],
])('%s is refused with 2 and one line', async (line, message) => {
  const { code, errors } = await run(line.split(' '));
  expect({ code, errors }).toEqual({ code: 2, errors: `error: ${message}\n` });
});

test('no command shows what there are, with 2', async () => {
  const { code, output, errors } = await run([]);
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(errors).toContain('create-user');
  expect(errors).toMatch(/\nerror: no command is named \(--help shows the options\)\n$/);
});

test.each([
  ['help', '--help'],
  ['help dev', 'dev --help'],
])('%s is %s', async (line, same) => {
  const [shown, expected] = await Promise.all([run(line.split(' ')), run(same.split(' '))]);
  expect(shown).toEqual(expected);
  expect(shown.code).toBe(0);
});

test.each(['create-user --email a@example.com', 'end-logins'])(
  '%s says that nothing answers at a URL',
  async (line) => {
    const { code, errors } = await run([...line.split(' '), '--url', NOWHERE]);
    expect({ code, errors }).toEqual({
      code: 1,
      errors: `error: nothing answers at ${NOWHERE}: run cdk-users-api dev, or give the URL that it prints\n`,
    });
  },
);

describe('with --stack', () => {
  const line = ['create-user', '--email', 'a@example.com', '--stack', 'Users'];

  test('says which variable names the region', async () => {
    const { code, errors } = await run(line);
    expect(code).toBe(1);
    expect(errors).toMatch(/\n\nerror: no AWS region: set AWS_REGION\n$/);
  });

  test('says how to sign in where there are no credentials', async () => {
    const { code, errors } = await run(line, { env: { AWS_REGION: 'eu-west-1' } });
    expect(code).toBe(1);
    expect(errors).toMatch(
      /\n\nerror: no AWS credentials: sign in with `aws sso login`, or set AWS_PROFILE\n$/,
    );
  });

  test('warns that a password on the command line can be seen', async () => {
    const { errors } = await run([...line, '--password', 'correct horse battery']);
    expect(errors).toMatch(/^warning: --password is in the list of processes/);
  });
});

describe('create-user', () => {
  /** A local stack that keeps what it is invoked with. */
  async function stack(error?: object) {
    const invoked: unknown[] = [];
    const server = createServer(async (request, response) => {
      if (request.method === 'POST') invoked.push(JSON.parse(await text(request)));
      // Both are at the root, although the API is below its base path.
      if (!/^\/(_local|2015-03-31)\//.test(request.url ?? '')) response.statusCode = 404;
      const outputs = { UsersCreateUserFunctionName: 'create' };
      if (error && request.method === 'POST') {
        response.setHeader('x-amz-function-error', 'Unhandled');
      }
      response.end(
        JSON.stringify(request.method === 'POST' ? (error ?? { id: '1' }) : { outputs }),
      );
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const stop = () => server.close();
    return { invoked, stop, args: ['--url', `http://127.0.0.1:${port}/users/`] };
  }

  test('reads the password from standard input, and prints the user as JSON', async () => {
    const { args, invoked, stop } = await stack();
    const line = ['create-user', '--email', 'a@example.com', '--superuser', ...args];
    const { code, output, errors } = await run(line, { input: 'correct horse battery\n' });
    stop();
    expect({ code, errors, user: JSON.parse(output) }).toEqual({
      code: 0,
      errors: '',
      user: { id: '1' },
    });
    expect(invoked).toEqual([
      {
        email: 'a@example.com',
        password: 'correct horse battery',
        is_superuser: true,
        is_verified: false,
      },
    ]);
  });

  test('says which field is wrong, and the option that mends it, and never the password', async () => {
    const errorMessage = 'VALIDATION_ERROR: name: Field required';
    const { args, stop } = await stack({ errorType: 'ValidationError', errorMessage });
    const line = ['create-user', '--email', 'a@example.com', ...args];
    const { code, errors } = await run(line, { input: 'correct horse battery\n' });
    stop();
    expect({ code, errors }).toEqual({
      code: 1,
      errors: `error: name: Field required; add it with --fields '{"name": ...}'\n`,
    });
  });

  test('makes no user without a password', async () => {
    const { args, invoked, stop } = await stack();
    const { code, errors } = await run(['create-user', '--email', 'a@example.com', ...args]);
    stop();
    expect({ code, errors, invoked }).toEqual({
      code: 1,
      errors: expect.stringMatching(/^error: no password: run it at a terminal, or pipe.*\n$/),
      invoked: [],
    });
  });
});
