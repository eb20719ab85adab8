import type { Route } from '../../contract/action.ts';
import { alternativesWith, bodyFields } from '../../contract/body-fields.ts';
import type { Feature } from '../../contract/features.ts';
import { MAX_PASSWORD_BYTES } from '../../contract/password-hash.ts';
import { passwordMinLength } from '../../contract/passwords.ts';
import type { Routed } from '../../contract/refused.ts';
import { known } from '../errors';
import { type Components, type Described, pascalCase } from './components';
import { type CustomUse, withCustomFields } from './custom-fields';
import type { Making } from './making';
import { exampleOf, type FieldsSchema, schemaNamed } from './route-schemas';

/** What a request sends. */
export function bodyOf(
  making: Making,
  { name, caller, route, settings: read }: Routed,
  has: (feature: Feature) => boolean,
) {
  if (bodyFields(route) === undefined) return undefined;
  const { components, schemas, settings } = making;
  const variants = variantsOf(schemaNamed(schemas.bodies, name), route, has);
  const [{ schema: plain }, ...others] = variants;
  const use: CustomUse = caller === 'anyone' ? 'new' : caller === 'superuser' ? 'admin' : 'own';
  const make = () => {
    const setsPassword = read.includes(passwordMinLength);
    const base = withRules(plain, route.method === 'PATCH', {
      ...(setsPassword && {
        // Of bytes, so that no text of more characters fits.
        password: {
          minLength: known(settings.passwordMinLength),
          maxLength: MAX_PASSWORD_BYTES[settings.passwordHash.scheme],
        },
      }),
    });
    return route.customFields ? withCustomFields(components, base, settings.userModel, use) : base;
  };
  const isProof = Object.keys(plain.properties).join() === 'current_password';
  const named = isProof ? 'FreshProof' : pascalCase(name);
  const isOne = others.length === 0;
  const schema = components.refer('schemas', `${named}Body`, () =>
    isOne ? make() : oneOf(components, named, variants),
  );
  const example = route.customFields && settings.userModel ? undefined : exampleOf(plain);
  return {
    // As types of their own they would be three bodies of one operation, of which generators make one that can't be sent.
    ...(route.forms && {
      description:
        'HTML forms with the same fields are taken as well: `application/x-www-form-urlencoded` and `multipart/form-data`.',
    }),
    required:
      (plain.required ?? []).length > 0 || route.method === 'PATCH' || route.either !== undefined,
    content: {
      'application/json': { schema, ...(isOne ? example && { example } : examplesOf(variants)) },
    },
  };
}

/** One body that a route takes, and the name of the fields that tell it from others. */
interface Variant {
  readonly name: string;
  readonly schema: FieldsSchema;
}

/** The bodies that a route takes, one for each alternative that the function has. */
function variantsOf(
  schema: FieldsSchema,
  route: Route,
  has: (feature: Feature) => boolean,
): readonly [Variant, ...Variant[]] {
  const { either = [] } = route;
  const inOne = new Set(either.flatMap(({ fields }) => fields));
  const variants = alternativesWith(route, has).map(({ fields }) => ({
    name: fields.at(-1) ?? '',
    schema: {
      ...schema,
      properties: Object.fromEntries(
        Object.entries(schema.properties).filter(
          ([field]) => !inOne.has(field) || fields.includes(field),
        ),
      ),
      required: [...(schema.required ?? []), ...fields],
    },
  }));
  const [first = { name: '', schema }, ...others] = variants;
  return [first, ...others];
}

/** Bodies by names of their own: generators make a type of each, and of the choice between them. */
function oneOf(components: Components, body: string, variants: readonly Variant[]): Described {
  return {
    oneOf: variants.map(({ name, schema }) =>
      components.refer('schemas', `${body}By${pascalCase(name)}Body`, () => schema),
    ),
  };
}

/** An example of each of several bodies, if it has one. */
function examplesOf(variants: readonly Variant[]): Described {
  const all = variants.flatMap(({ name, schema }) => {
    const value = exampleOf(schema);
    return value ? [[name, { value }] as const] : [];
  });
  return { examples: Object.fromEntries(all) };
}

/** The fields with what the stack's own rules add; in a change `null` stands for one that is left out. */
function withRules(
  schema: FieldsSchema,
  isChange: boolean,
  rules: Readonly<Record<string, Described>>,
): FieldsSchema {
  const properties = Object.entries(schema.properties).map(([field, each]) => [
    field,
    { ...each, ...rules[field], ...(isChange && { type: [each.type, 'null'] }) },
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}
