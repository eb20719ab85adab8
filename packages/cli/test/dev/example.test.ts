import { describe, expect, test } from '@jest/globals';
import { exampleOf, exampleRequest } from '../../src/dev/example.ts';

const email = { type: 'string', format: 'email', examples: ['ada@example.com'] };
const password = { type: 'string', minLength: 8, examples: ['correct horse battery staple'] };

/** A stack whose API asks for these fields beside email and password. */
function stackAsking(fields: Readonly<Record<string, object>>) {
  const properties = { email, password, ...fields };
  const document = {
    paths: {
      '/users/register': {
        post: {
          operationId: 'register',
          requestBody: {
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/RegisterBody' } },
            },
          },
        },
      },
    },
    components: {
      schemas: { RegisterBody: { type: 'object', properties, required: Object.keys(properties) } },
    },
  };
  return {
    url: 'http://127.0.0.1:3000',
    routes: [
      { key: 'POST /users/register', functionName: 'Register' },
      { key: 'GET /users/openapi.json', functionName: 'OpenApi' },
    ],
    functions: {
      names: [],
      invoke: async () => ({
        ok: true as const,
        payload: JSON.stringify({ statusCode: 200, body: JSON.stringify(document) }),
      }),
      kill: async () => {},
    },
  };
}

describe('the request to try', () => {
  test('has every field that the stack asks for', async () => {
    expect(
      await exampleRequest(stackAsking({ name: { type: 'string', pattern: '^\\P{Cc}*$' } })),
    ).toBe(
      "curl -i http://127.0.0.1:3000/users/register -H 'content-type: application/json' " +
        `-d '{"email":"ada@example.com","password":"correct horse battery staple","name":"Ada"}'`,
    );
  });

  test('is left out where no example of a field can be told', async () => {
    const plate = { type: 'string', pattern: '^[A-Z]{3}-[0-9]{7}$' };
    expect(await exampleRequest(stackAsking({ plate }))).toBeUndefined();
  });

  test('is left out for a stack without a document', async () => {
    const { routes, ...stack } = stackAsking({});
    expect(await exampleRequest({ ...stack, routes: routes.slice(0, 1) })).toBeUndefined();
  });

  test('quotes a text for the shell', async () => {
    const stack = stackAsking({ name: { type: 'string', examples: ["d'Arc"] } });
    expect(await exampleRequest(stack)).toContain(`"name":"d'\\''Arc"`);
  });
});

test.each([
  [{ type: 'string', enum: ['free', 'pro'] }, 'free'],
  [{ const: 'yes' }, 'yes'],
  [{ type: 'boolean' }, false],
  [{ type: 'integer', minimum: 18 }, 18],
  [{ type: 'number', exclusiveMinimum: 0, maximum: 1 }, 1],
  [{ type: 'string', format: 'date' }, '2000-01-31'],
  [{ type: 'string', minLength: 20, maxLength: 20 }, 'AdaAdaAdaAdaAdaAdaAd'],
  [{ type: 'string', format: 'ipv6' }, undefined],
  [{ type: 'array', items: {} }, []],
  [{ type: 'array', minItems: 1 }, undefined],
  [
    { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    { city: 'Ada' },
  ],
  [{ anyOf: [{ type: 'string' }] }, undefined],
])('the example of %j is %j', (schema, example) => {
  expect(exampleOf(schema, {})).toEqual(example);
});
