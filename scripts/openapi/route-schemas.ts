/** JSON Schemas of what routes take and give, made from the zod schemas of their handlers. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { proofSchema } from '../../lambda/http/current-password.ts';
import { callback } from '../../lambda/http/oauth.ts';
import { bodyFields } from '../../lib/contract/body-fields.ts';
import { ACTIONS, concernOf } from '../../lib/contract/index.ts';
import { isRouted, type Routed } from '../../lib/contract/refused.ts';
import { ANSWERS } from './answers.ts';
import { FIELDS, FIELDS_OF_ACTIONS, QUERY_FIELDS } from './fields.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What the construct makes the OpenAPI document from, beside the contract and the props. */
export interface RouteSchemas {
  /** Of the package. */
  readonly version: string;
  /** Of bodies, by the names of actions. */
  readonly bodies: Readonly<Record<string, JsonSchema>>;
  /** Of queries, by the names of actions: each parameter as it is once it is read. */
  readonly queries: Readonly<Record<string, JsonSchema>>;
  /** Of successful responses, by their names. */
  readonly answers: Readonly<Record<string, JsonSchema>>;
}

const ROOT = path.join(import.meta.dirname, '../..');

export async function routeSchemas(): Promise<RouteSchemas> {
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const routed = ACTIONS.filter(isRouted);
  const taking = await Promise.all(
    routed.map(async (action) => [action, await schemaOf(action)] as const),
  );
  const of = (part: 'body' | 'query', io: 'input' | 'output') =>
    Object.fromEntries(
      taking.flatMap(([{ name, route }, schema]) =>
        schema && (part === 'body' ? bodyFields(route) : route.query)
          ? [
              [
                name,
                jsonSchema(schema, io, part === 'query' ? QUERY_FIELDS : FIELDS_OF_ACTIONS[name]),
              ],
            ]
          : [],
      ),
    );
  const answers = Object.entries(ANSWERS).map(([name, schema]) => [
    name,
    jsonSchema(schema, 'output'),
  ]);
  return {
    version,
    bodies: of('body', 'input'),
    queries: of('query', 'output'),
    answers: Object.fromEntries(answers),
  };
}

/** What a route takes: its handler's schema, or that of all routes of its kind. */
async function schemaOf({ name, route, flow }: Routed): Promise<z.ZodMiniType | undefined> {
  if (!bodyFields(route) && !route.query) return undefined;
  if (flow !== undefined) return callback;
  const { schema } = await import(`../../lambda/handlers/${concernOf({ name })}/${name}.ts`);
  return schema ?? proofSchema;
}

/** The patterns that zod adds to formats are left out, as they say the same. */
function jsonSchema(
  schema: z.ZodMiniType,
  io: 'input' | 'output',
  own: typeof FIELDS = {},
): JsonSchema {
  const fields = { ...FIELDS, ...own };
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: each, path: at }) => {
      if (each.format !== undefined) delete each.pattern;
      // Callers take what a later version adds.
      if (each.additionalProperties === false) delete each.additionalProperties;
      // Every whole number has these bounds in JavaScript.
      if (each.minimum === Number.MIN_SAFE_INTEGER) delete each.minimum;
      if (each.maximum === Number.MAX_SAFE_INTEGER) delete each.maximum;
      const name = at.at(-1);
      const field = at.at(-2) === 'properties' ? fields[String(name)] : undefined;
      if (field !== undefined) Object.assign(each, field);
    },
  });
  return made;
}
