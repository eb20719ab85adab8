/** TypeScript of an OpenAPI document: the interfaces `paths` and `components`, in the form of openapi-typescript. */
import type { OpenApiDocument } from './documents.ts';

type Described = Readonly<Record<string, unknown>>;

const SCHEMA = '#/components/schemas/';
/** What needs no quotes: numbers, too, as statuses are. */
const PLAIN = /^([A-Za-z_$][\w$]*|[1-9]\d*)$/;

/** What `openapi-fetch` and `cdk-users-api/client` take as `paths`. */
export function typesOf({ paths, components }: OpenApiDocument): string {
  const schemas = Object.entries(components.schemas ?? {}).map(([name, schema]) =>
    member(name, typeOf(schema), { description: (schema as Described).description }),
  );
  const items = Object.entries(paths).map(([path, methods]) =>
    member(
      path,
      block(
        Object.entries(methods).map(([method, operation]) =>
          member(method, operationOf(operation as unknown as Described, components.responses), {
            description: (operation as unknown as Described).summary,
          }),
        ),
      ),
    ),
  );
  return `export interface paths ${block(items)}

export interface components ${block([member('schemas', block(schemas))])}
`;
}

function operationOf(
  { parameters, requestBody, responses }: Described,
  shared: Readonly<Record<string, unknown>> = {},
): string {
  const body = requestBody as { required?: boolean; content: Described } | undefined;
  const answers = Object.entries(responses as Described).map(([status, response]) => {
    const { $ref } = response as { $ref?: string };
    const content = (($ref ? shared[$ref.split('/').at(-1) ?? ''] : response) as Described).content;
    return member(
      status,
      block([
        'headers: { [name: string]: unknown };',
        content ? member('content', contentOf(content as Described)) : 'content?: never;',
      ]),
    );
  });
  return block([
    member('parameters', parametersOf((parameters ?? []) as readonly Parameter[])),
    body
      ? member('requestBody', block([member('content', contentOf(body.content))]), {
          optional: !body.required,
        })
      : 'requestBody?: never;',
    member('responses', block(answers)),
  ]);
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: unknown;
}

function parametersOf(parameters: readonly Parameter[]): string {
  return block(
    ['query', 'header', 'path', 'cookie'].map((place) => {
      const own = parameters.filter((each) => each.in === place);
      if (own.length === 0) return `${place}?: never;`;
      const members = own.map(({ name, required = false, description, schema }) =>
        member(name, typeOf(schema), { optional: !required, description }),
      );
      return member(place, block(members), { optional: !own.some(({ required }) => required) });
    }),
  );
}

function contentOf(content: Described): string {
  return block(
    Object.entries(content).map(([type, media]) =>
      member(type, typeOf((media as Described).schema)),
    ),
  );
}

/** The type of a JSON Schema; `unknown` for what TypeScript can't say. */
export function typeOf(given: unknown): string {
  if (typeof given !== 'object' || given === null) return 'unknown';
  const schema = given as Described;
  const { $ref, enum: values, oneOf, anyOf, allOf, type } = schema;
  if (typeof $ref === 'string') {
    const name = textOf($ref.slice(SCHEMA.length));
    return $ref.startsWith(SCHEMA) ? `components['schemas'][${name}]` : 'unknown';
  }
  if ('const' in schema) return literalOf(schema.const);
  if (Array.isArray(values)) return union(values.map(literalOf));
  if (Array.isArray(allOf)) return allOf.map((each) => `(${typeOf(each)})`).join(' & ');
  const alternatives = oneOf ?? anyOf;
  if (Array.isArray(alternatives)) return union(alternatives.map(typeOf));
  if (Array.isArray(type)) return union(type.map((each) => typeOf({ ...schema, type: each })));
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return Array.isArray(schema.prefixItems)
        ? `[${schema.prefixItems.map(typeOf).join(', ')}]`
        : `(${typeOf(schema.items)})[]`;
    case 'object':
      return objectOf(schema);
    default:
      return 'unknown';
  }
}

function objectOf({ properties, required, additionalProperties: others }: Described): string {
  const names = (required ?? []) as readonly string[];
  const members = Object.entries((properties ?? {}) as Described).map(([name, schema]) =>
    member(name, typeOf(schema), {
      optional: !names.includes(name),
      description: (schema as Described).description,
    }),
  );
  if (members.length > 0) return block(members);
  const value = typeof others === 'object' ? typeOf(others) : 'unknown';
  return `{ [name: string]: ${value} }`;
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ') || 'never';
}

function member(
  name: string,
  type: string,
  { optional = false, description }: { optional?: boolean; description?: unknown } = {},
): string {
  const comment =
    typeof description === 'string'
      ? `/** ${description.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n`
      : '';
  return `${comment}${keyOf(name)}${optional ? '?' : ''}: ${type};`;
}

/** The name of a property, quoted where it has to be. */
export function keyOf(name: string): string {
  return PLAIN.test(name) ? name : textOf(name);
}

/** A text as a literal. */
export function textOf(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const literalOf = (value: unknown) =>
  typeof value === 'string' ? textOf(value) : JSON.stringify(value);

function block(members: readonly string[]): string {
  const lines = members.join('\n').split('\n');
  return members.length === 0 ? '{}' : `{\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}
