import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { clientFile } from '../../src/openapi/client-file.ts';
import type { OpenApiDocument } from '../../src/openapi/documents.ts';
import { keyOf, textOf, typeOf } from '../../src/openapi/typescript.ts';

const EXAMPLE: OpenApiDocument = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../../docs/openapi.json'), 'utf8'),
);

/** A document with these ways to sign in, and paths where something is. */
function documentOf(
  paths: readonly string[],
  {
    server = '/',
    schemes = { jwt: { type: 'http' } },
  }: { server?: unknown; schemes?: object } = {},
): OpenApiDocument {
  const operation = { operationId: 'x', responses: {} };
  return {
    ...EXAMPLE,
    servers: [{ url: server }],
    paths: Object.fromEntries(paths.map((each) => [each, { post: operation }])),
    components: { securitySchemes: schemes as OpenApiDocument['components']['securitySchemes'] },
  };
}

const STANDARD = ['/users/register', '/users/me', '/users/login/jwt'];
const FAST_API = ['/api/auth/register', '/api/users/me', '/api/auth/jwt/login'];

/** Where a client of the file calls, by default. */
function placeIn(document: OpenApiDocument) {
  const text = clientFile(document);
  return {
    url: /^ {2}url = '(.*)',$/m.exec(text)?.[1],
    layout: /layout: (.*) }\);$/m.exec(text)?.[1],
  };
}

describe('the client of a stack', () => {
  test('is at its base path, and below that of a proxy', () => {
    expect(placeIn(documentOf(STANDARD))).toEqual({ url: '/users', layout: undefined });
    expect(placeIn(documentOf(STANDARD, { server: '/v1' }))).toEqual({
      url: '/v1/users',
      layout: undefined,
    });
    // A token of the deployment.
    expect(placeIn(documentOf(STANDARD, { server: { Ref: 'Path' } })).url).toBe('/users');
  });

  test('has the layout of FastAPI Users where the stack has', () => {
    expect(placeIn(documentOf(FAST_API))).toEqual({
      url: '/api',
      layout: `fastApiUsers({ auth: '/auth', users: '/users' })`,
    });
    expect(placeIn(documentOf(['/register', '/users/me', '/jwt/login'])).layout).toBe(
      `fastApiUsers({ auth: '', users: '/users' })`,
    );
  });

  test('signs in by the first backend with a cookie, or by the first', () => {
    const schemes = {
      jwt: { type: 'http' },
      'web-app': { type: 'apiKey', in: 'cookie' },
      'web-app-refresh': { type: 'apiKey', in: 'cookie' },
    };
    const login = ['/users/login/web-app', '/users/refresh/web-app'];
    const text = clientFile(documentOf([...STANDARD, ...login], { schemes }));
    expect(text).toContain(`  backend = backends['web-app'](),`);
    expect(text).toContain(`cookie({ ...options, name: 'web-app', refresh: true })`);
    expect(text).not.toContain('web-app-refresh');
    expect(clientFile(documentOf(STANDARD))).toContain('  backend = backends.jwt(),');
  });

  test('imports only what it uses', () => {
    expect(clientFile(documentOf(STANDARD))).not.toMatch(/cookie\(|CookieOptions|fastApiUsers/);
  });

  test('has every path and every schema of the example', () => {
    const text = clientFile(EXAMPLE);
    const names = [...Object.keys(EXAMPLE.paths), ...Object.keys(EXAMPLE.components.schemas ?? {})];
    expect(names.filter((name) => !text.includes(`${keyOf(name)}: `))).toEqual([]);
    expect(text).not.toContain('unknown[]');
  });
});

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: 'integer' }, 'number'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ const: "it's" }, `'it\\'s'`],
  [{ enum: ['a', 1, null] }, `'a' | 1 | null`],
  [{ type: 'array', items: { type: ['string', 'integer'] } }, '(string | number)[]'],
  [{ type: 'array', prefixItems: [{ type: 'string' }, { const: 2 }] }, '[string, 2]'],
  [{ $ref: '#/components/schemas/User' }, `components['schemas']['User']`],
  [{ $ref: '#/$defs/Own' }, 'unknown'],
  [{ oneOf: [{ const: 'a' }, { const: 'b' }, { const: 'a' }] }, `'a' | 'b'`],
  [{ allOf: [{ type: 'string' }, { enum: ['a'] }] }, `(string) & ('a')`],
  [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [name: string]: number }'],
  [{ not: { const: 1 } }, 'unknown'],
  [
    { type: 'object', properties: { plan: { type: 'string', default: 'free' } } },
    '{\n  plan?: string;\n}',
  ],
  [
    {
      type: 'object',
      properties: { 'a-b': { type: 'null', description: 'Ends */ here.' }, c: true },
      required: ['c'],
    },
    "{\n  /** Ends * / here. */\n  'a-b'?: null;\n  c: unknown;\n}",
  ],
])('the type of %j is %s', (schema, type) => {
  expect(typeOf(schema)).toBe(type);
});

test('texts with quotes and line breaks are literals', () => {
  expect(textOf('say "it\'s"\n\\')).toBe(`'say "it\\'s"\\n\\\\'`);
});
