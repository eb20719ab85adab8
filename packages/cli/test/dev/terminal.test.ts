import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { LocalStack } from 'cdk-users-api-local';
import { Terminal } from '../../src/dev/terminal.ts';

function terminal() {
  const output = new PassThrough({ encoding: 'utf8' });
  return { terminal: new Terminal(output), text: () => output.read() as string };
}

const stack = {
  name: 'Example',
  url: 'http://127.0.0.1:3000',
  routes: [
    { key: 'POST /users/login/jwt', functionName: 'UsersLoginJwtAB12CD34' },
    { key: 'POST /users/register', functionName: 'UsersRegisterAB12CD34' },
    { key: 'GET /users/{id}', functionName: 'UsersGetUserAB12CD34' },
  ],
} as unknown as LocalStack;

describe('the terminal', () => {
  test('shows the routes, a request to try, and at last where the stack is ready', () => {
    const { terminal: shown, text } = terminal();
    shown.started(stack, '.local', 3_449, 'curl -i http://127.0.0.1:3000/users/register');
    expect(text()).toBe(`
Example, data in .local

  POST   /users/login/jwt  UsersLoginJwt
  POST   /users/register   UsersRegister
  GET    /users/{id}       UsersGetUser

Try

  curl -i http://127.0.0.1:3000/users/register

started in 3.4 s
ready http://127.0.0.1:3000
`);
  });

  test('shows the steps of a start in columns, and its end', () => {
    const { terminal: shown, text } = terminal();
    shown.step('building', 'npm run build');
    shown.step('synthesising', 'node app.js');
    shown.stopped();
    expect(text()).toBe('building      npm run build\nsynthesising  node app.js\nstopped\n');
  });

  test('shows what was saved, and what it took until it was live', () => {
    const { terminal: shown, text } = terminal();
    shown.changed(['src/hello.ts', 'src/text.ts']);
    shown.reloaded(98, ['HelloAB12CD34', 'OtherAB12CD34']);
    shown.reloaded(1_234);
    expect(text()).toBe(
      'reloading     src/hello.ts and 1 more\nreloaded Hello, Other in 0.1 s\nreloaded in 1.2 s\n',
    );
  });

  test('shows one line for a request', () => {
    const { terminal: shown, text } = terminal();
    shown.request({ method: 'GET', path: '/users/me', status: 200, milliseconds: 12.3 });
    expect(text()).toBe('GET /users/me 200 12 ms\n');
  });

  test('says at the end what requests took beside their functions', () => {
    const { terminal: shown, text } = terminal();
    const request = { method: 'GET', path: '/', status: 200 };
    shown.request({ ...request, status: 404, milliseconds: 1 });
    for (const milliseconds of [30, 11, 12.26]) {
      shown.request({ ...request, milliseconds, handled: 10 });
    }
    shown.stopped();
    expect(text().split('\n').slice(4)).toEqual([
      "2.3 ms of a request (median of 3) were this stack's own, beside the handler of the function",
      'stopped',
      '',
    ]);
  });

  test('shows the user of an event and never its token', () => {
    const { terminal: shown, text } = terminal();
    const envelope = {
      version: '0',
      id: '1',
      'detail-type': 'after-forgot-password',
      source: 'users-api',
      account: '000000000000',
      time: '2026-01-01T00:00:00Z',
      region: 'us-east-1',
      resources: [],
      detail: { user: { id: 'u1' }, token: 'top-secret' },
    } as const;
    shown.event(envelope);
    shown.event({ ...envelope, detail: { user: { id: 'u1', email: 'ada@example.com' } } });
    shown.event({ ...envelope, detail: {} });
    expect(text()).toBe(
      'event after-forgot-password u1\n' +
        'event after-forgot-password u1 ada@example.com\n' +
        'event after-forgot-password\n',
    );
  });

  test('shows what a subscriber prints as it is', () => {
    const { terminal: shown, text } = terminal();
    shown.output('SubscriberAB12CD34', 'User 1 has registered.');
    expect(text()).toBe('Subscriber | User 1 has registered.\n');
  });

  test('shows a mail whole, as nobody else gets it', () => {
    const { terminal: shown, text } = terminal();
    shown.mail({ from: 'a@example.com', to: ['b@example.com'], subject: 'Hi', text: 'One\nTwo' });
    expect(text()).toBe('mail to b@example.com Hi\n  | One\n  | Two\n');
  });

  test('shows failures and warnings', () => {
    const { terminal: shown, text } = terminal();
    shown.failure('RelayAB12CD34', { errorType: 'TypeError', errorMessage: 'no bus' });
    shown.warning('careful');
    expect(text()).toBe('Relay failed: TypeError: no bus\nwarning: careful\n');
  });
});
