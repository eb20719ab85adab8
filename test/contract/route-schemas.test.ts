import { expect, test } from '@jest/globals';
import { bodyFields } from '../../lib/contract/body-fields.ts';
import { ACTIONS } from '../../lib/contract/index.ts';
import { isRouted } from '../../lib/contract/refused.ts';
import { routeSchemas } from '../../scripts/openapi/route-schemas.ts';

const routed = ACTIONS.filter(isRouted);
const { bodies, queries, answers } = await routeSchemas();
const fieldsOf = (schema: { readonly properties?: object } | undefined) =>
  Object.keys(schema?.properties ?? {}).toSorted();

test.each(routed.map(({ name, route }) => [name, route] as const))(
  'the row of %s names the fields that its handler takes',
  (name, { query, ...route }) => {
    const taken = { body: fieldsOf(bodies[name]), query: fieldsOf(queries[name]) };
    // A provider that refuses sends an error in place of a code.
    const asked = query?.includes('state') ? [...query, 'error'] : (query ?? []);
    expect(taken).toEqual({ body: (bodyFields(route) ?? []).toSorted(), query: asked.toSorted() });
  },
);

test('every field that a route takes says what it is', () => {
  const schemas = [...Object.values(bodies), ...Object.values(queries)];
  const silent = schemas.flatMap(({ properties = {} }) =>
    Object.entries(properties)
      .filter(([, field]) => typeof field !== 'object' || field.description === undefined)
      .map(([name]) => name),
  );
  expect(silent).toEqual([]);
});

test('a response has the fields of its type, and takes those of later versions', () => {
  expect(fieldsOf(answers.AccessToken)).toEqual(['access_token', 'expires_in', 'token_type']);
  expect(JSON.stringify(answers)).not.toContain('"additionalProperties":false');
});
