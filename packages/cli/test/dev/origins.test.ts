import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { JsonLines } from '../../src/dev/json-lines.ts';
import { Origins } from '../../src/dev/origins.ts';
import { Terminal } from '../../src/dev/terminal.ts';

const REFUSAL = {
  origin: 'http://localhost:5173',
  by: 'cors',
  method: 'POST',
  path: '/users/login/jwt',
  headers: [],
} as const;

test.each([
  [
    REFUSAL,
    "its browser needs allowedOrigins: ['http://localhost:5173'] in the UsersApi, or in the CORS of an API of your own",
  ],
  [
    { ...REFUSAL, by: 'headers', headers: ['x-tenant'] },
    "it sends x-tenant, which needs allowedHeaders: ['x-tenant'] in the UsersApi",
  ],
  [
    { ...REFUSAL, by: 'cookie' },
    "cookies are taken only from pages of the API's own origin, and from allowedOrigins: ['http://localhost:5173'] in the UsersApi",
  ],
] as const)('a refusal is one line with the prop that ends it', (refusal, mend) => {
  expect(new Origins().tell(refusal)).toBe(
    `a page of http://localhost:5173 was refused (POST /users/login/jwt): ${mend}`,
  );
});

test('an origin is told once, whatever it asks for, and another one by itself', () => {
  const output = new PassThrough({ encoding: 'utf8' });
  const terminal = new Terminal(output);
  terminal.refusal(REFUSAL);
  terminal.refusal({ ...REFUSAL, path: '/users/me' });
  terminal.refusal({ ...REFUSAL, origin: 'http://localhost:8080' });
  const lines = String(output.read()).trim().split('\n');
  expect(lines.map((line) => /^warning: a page of (\S+) /.exec(line)?.[1])).toEqual([
    'http://localhost:5173',
    'http://localhost:8080',
  ]);
});

test('a program gets what was refused, and the line', () => {
  const output = new PassThrough({ encoding: 'utf8' });
  const lines = new JsonLines(output);
  lines.refusal(REFUSAL);
  lines.refusal(REFUSAL);
  expect(JSON.parse(String(output.read()))).toEqual({
    type: 'refusal',
    ...REFUSAL,
    message: expect.stringContaining('allowedOrigins'),
  });
});
