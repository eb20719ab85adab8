import type { StandardSchemaV1 } from '@standard-schema/spec';

/**
 * Names of a schema's fields, if its library tells them: the standard has no way to ask. `only`
 * means that the library lets others through by default, and that the schema doesn't say otherwise.
 */
export interface DeclaredFields {
  readonly known?: readonly string[];
  readonly only?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** As arktype describes an object type: https://arktype.io/docs/objects. */
interface ArkObject {
  readonly domain?: unknown;
  readonly required?: readonly { readonly key: string }[];
  readonly optional?: readonly { readonly key: string }[];
  readonly index?: unknown;
}

export function declaredFields(schema: StandardSchemaV1): DeclaredFields {
  const inside = schema as unknown as {
    readonly shape?: Fields;
    readonly entries?: Fields;
    readonly json?: ArkObject;
  };
  switch (schema['~standard'].vendor) {
    case 'zod':
      return namesOf(inside.shape);
    case 'valibot':
      return namesOf(inside.entries);
    case 'arktype': {
      const { required = [], optional = [], index } = inside.json ?? {};
      const known = [...required, ...optional].map(({ key }) => key);
      return known.length === 0 ? {} : { known, only: index === undefined };
    }
    default:
      return {};
  }
}

/** A schema that is no plain object, such as a union or a pipe, has none. */
function namesOf(fields: Fields | undefined): DeclaredFields {
  return typeof fields === 'object' && fields !== null ? { known: Object.keys(fields) } : {};
}
