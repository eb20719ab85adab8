import type { PageField } from '../../contract/pages.ts';
import type { BundledUserModel } from './user-model';

/** A JSON Schema of a field, what a form needs of it. */
interface FieldSchema {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly title?: unknown;
  readonly description?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Fields of the user model that users may write and that a form has an input for. */
export function fieldsOf(
  model: Pick<BundledUserModel, 'fields' | 'adminFields'> | undefined,
): readonly PageField[] {
  return written(model).flatMap(([name, schema, required]) => {
    const kind = kindOf(schema);
    if (kind === undefined) return [];
    const { title, description, minimum, maximum, minLength, maxLength } = schema;
    const bounds = Object.entries({ minimum, maximum, minLength, maxLength });
    return [
      {
        ...{ name, kind, required },
        title: typeof title === 'string' ? title : words(name),
        ...(typeof description === 'string' && { description }),
        ...(kind === 'choice' && { choices: (schema.enum ?? []).map(String) }),
        ...Object.fromEntries(bounds.filter(([, bound]) => isBound(bound))),
      },
    ];
  });
}

/** Names of those that a new user needs and that no form can ask for. */
export function fieldsWithoutInput(
  model: Pick<BundledUserModel, 'fields' | 'adminFields'> | undefined,
): readonly string[] {
  return written(model).flatMap(([name, schema, required]) =>
    required && kindOf(schema) === undefined ? [name] : [],
  );
}

function written(
  model: Pick<BundledUserModel, 'fields' | 'adminFields'> | undefined,
): readonly (readonly [name: string, schema: FieldSchema, required: boolean])[] {
  const { properties = {}, required = [] } = (model?.fields?.input ?? {}) as {
    readonly properties?: Readonly<Record<string, FieldSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties)
    .filter(([name]) => !model?.adminFields.includes(name))
    .map(([name, schema]) => [name, schema, required.includes(name)] as const);
}

function kindOf({ type, format, enum: choices }: FieldSchema): PageField['kind'] | undefined {
  if (choices?.every((each) => typeof each === 'string')) return 'choice';
  switch (type) {
    case 'string':
      return format === 'email' || format === 'date' ? format : format === 'uri' ? 'url' : 'text';
    case 'number':
    case 'integer':
    case 'boolean':
      return type;
    default:
      return undefined;
  }
}

/** JSON Schemas of some libraries have bounds that are no more than those of the number type. */
function isBound(bound: number | undefined): boolean {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}

/** `firstName` and `first_name` to `First name`. */
function words(name: string): string {
  const apart = name.replace(/_/g, ' ').replace(/([a-z\d])([A-Z])/g, '$1 $2');
  return `${apart.charAt(0).toUpperCase()}${apart.slice(1).toLowerCase()}`;
}
