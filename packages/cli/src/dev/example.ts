import type { LocalStack } from 'cdk-users-api-local';
import type { OpenApiDocument } from '../openapi/documents.ts';

/** A part of a JSON Schema; anything else in it is checked by the API itself. */
interface Schema {
  readonly [keyword: string]: unknown;
}

type Running = Pick<LocalStack, 'routes' | 'url' | 'functions'>;

/**
 * A command that registers a user, with all fields that this stack asks for: read from the document that it serves.
 *
 * @returns undefined where there is no such route, or a field for which no example can be told
 */
export async function exampleRequest(stack: Running): Promise<string | undefined> {
  const document = await documentOf(stack);
  const [path, methods] =
    Object.entries(document?.paths ?? {}).find(
      ([, { post }]) => post?.operationId === 'register',
    ) ?? [];
  const route = stack.routes.find(({ key }) => path && key.endsWith(path))?.key;
  if (document === undefined || route === undefined) return undefined;
  const body = bodyOf(methods?.post?.requestBody);
  const example = body && exampleOf(body, document.components.schemas ?? {});
  if (example === undefined) return undefined;
  const quoted = JSON.stringify(example).replaceAll("'", "'\\''");
  return `curl -i ${stack.url}${route.slice('POST '.length)} -H 'content-type: application/json' -d '${quoted}'`;
}

/** As the API answers it; undefined if it has none. */
async function documentOf({ routes, functions }: Running): Promise<OpenApiDocument | undefined> {
  const route = routes.find(({ key }) => /^GET .*\/openapi\.json$/.test(key));
  if (route === undefined) return undefined;
  const path = route.key.slice('GET '.length);
  const http = { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' };
  const result = await functions.invoke(route.functionName, {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: '',
    headers: {},
    requestContext: { http, routeKey: route.key, requestId: 'example', stage: '$default' },
    isBase64Encoded: false,
  });
  if (!result.ok) return undefined;
  const { body } = JSON.parse(result.payload);
  return JSON.parse(body);
}

function bodyOf(requestBody: unknown): Schema | undefined {
  const { content } = (requestBody ?? {}) as { content?: Record<string, { schema?: Schema }> };
  return content?.['application/json']?.schema;
}

type Schemas = Readonly<Record<string, unknown>>;

/** A value that a schema accepts; undefined if none can be told. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if (typeof schema.$ref === 'string') {
    const referred = schemas[schema.$ref.replace('#/components/schemas/', '')];
    return isSchema(referred) ? exampleOf(referred, schemas) : undefined;
  }
  const given = [schema.const, schema.default, ...listOf(schema.examples), ...listOf(schema.enum)];
  const stated = given.find((value) => value !== undefined && accepts(schema, value));
  if (stated !== undefined) return stated;
  switch (schema.type) {
    case 'object':
      return objectOf(schema, schemas);
    case 'array':
      return Number(schema.minItems ?? 0) === 0 ? [] : undefined;
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return NUMBERS.find((value) => accepts(schema, value));
    case 'string':
      return stringsFor(schema).find((value) => accepts(schema, value));
    default:
      return undefined;
  }
}

/** With what it has to have, and nothing else. */
function objectOf({ properties, required }: Schema, schemas: Schemas): unknown {
  const fields = listOf(required).map((name) => {
    const field = isSchema(properties) ? properties[String(name)] : undefined;
    return [String(name), isSchema(field) ? exampleOf(field, schemas) : undefined] as const;
  });
  return fields.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(fields);
}

const NUMBERS = [1, 0, 18, 10, 100, 1_000, -1, 0.5];

/** Of formats that zod knows. */
const FORMATS: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  uri: 'https://example.com',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  date: '2000-01-31',
  'date-time': '2000-01-31T12:00:00Z',
};

const TEXTS = [
  'Ada',
  'ada',
  'A',
  'ADA',
  'DE',
  'de',
  'en',
  'en-GB',
  'ada1',
  '1',
  '12345',
  '+441632960961',
];

function stringsFor({ format, minLength }: Schema): readonly string[] {
  if (typeof format === 'string') return FORMATS[format] === undefined ? [] : [FORMATS[format]];
  const shortest = Number(minLength ?? 0);
  return [...TEXTS, 'Ada'.repeat(shortest).slice(0, shortest)];
}

/** Whether a value keeps to the rules of numbers and texts. */
function accepts(schema: Schema, value: unknown): boolean {
  if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    return (
      !(value < Number(minimum)) &&
      !(value > Number(maximum)) &&
      !(value <= Number(exclusiveMinimum)) &&
      !(value >= Number(exclusiveMaximum)) &&
      (multipleOf === undefined || value % Number(multipleOf) === 0) &&
      (schema.type !== 'integer' || Number.isInteger(value))
    );
  }
  if (typeof value !== 'string') return true;
  const { length } = [...value];
  const fits = !(length < Number(schema.minLength)) && !(length > Number(schema.maxLength));
  return fits && (typeof schema.pattern !== 'string' || matches(schema.pattern, value));
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return false;
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
