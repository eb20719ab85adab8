import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as z from 'zod/mini';
import { declaredFields } from './declared-fields.ts';

/** What goes into a schema, and what comes out of it, in JSON Schema 2020-12. */
export interface FieldSchemas {
  readonly input: object;
  readonly output: object;
}

/** https://standardschema.dev/json-schema */
interface WithJsonSchema {
  readonly jsonSchema?: Readonly<
    Record<keyof FieldSchemas, (options: { readonly target: string }) => object>
  >;
}

/** For a schema whose library has no JSON Schema there are at most the names of the fields. */
export function fieldSchemas(schema: StandardSchemaV1): FieldSchemas {
  return { input: oneOf(schema, 'input'), output: oneOf(schema, 'output') };
}

function oneOf(schema: StandardSchemaV1, io: keyof FieldSchemas): object {
  try {
    const { $schema: _, ...made } = jsonSchema(schema, io) as { $schema?: string };
    // A schema that contains itself whole can't be taken apart.
    if (!JSON.stringify(made).includes('"$ref":"#"')) return made;
  } catch {
    // It has a part that JSON Schema can't say.
  }
  return byNames(schema);
}

function jsonSchema(schema: StandardSchemaV1, io: keyof FieldSchemas): object {
  const { jsonSchema: own } = schema['~standard'] as WithJsonSchema;
  // Other than by zod's own method, a field that it can't say is left open by itself.
  if ('_zod' in schema) {
    return z.toJSONSchema(schema as unknown as z.ZodMiniType, { io, unrepresentable: 'any' });
  }
  return own === undefined ? byNames(schema) : own[io]({ target: 'draft-2020-12' });
}

function byNames(schema: StandardSchemaV1): object {
  const { known } = declaredFields(schema);
  if (known === undefined) return { type: 'object' };
  return { type: 'object', properties: Object.fromEntries(known.map((name) => [name, {}])) };
}
