import type { BundledUserModel } from '../settings/user-model';
import type { Components, Described } from './components';

/** Who sends or gets custom fields. */
export type CustomUse =
  /** A response. */
  | 'shown'
  /** A new user. */
  | 'new'
  /** Users about themselves. */
  | 'own'
  /** Superusers. */
  | 'admin';

interface ObjectSchema extends Described {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/**
 * A schema of ours with the custom fields of the user model.
 *
 * Fields that nobody may send or see there are left out. In a change none has to be there, as it is laid over what is
 * stored; nor in a response, as a user who was stored under an earlier model stays as stored.
 */
export function withCustomFields(
  components: Components,
  own: ObjectSchema,
  model: BundledUserModel | undefined,
  use: CustomUse,
): Described {
  if (model?.fields === undefined) return own;
  const { input, output } = model.fields;
  const { $defs = {}, ...custom } = (use === 'shown' ? output : input) as ObjectSchema & {
    readonly $defs?: Readonly<Record<string, Described>>;
  };
  for (const [name, schema] of Object.entries($defs)) {
    components.refer('schemas', definitionName(name), () => relocated(schema) as Described);
  }
  if (custom.properties === undefined) return { ...own, additionalProperties: true };
  const hidden: readonly string[] =
    use === 'shown' ? model.privateFields : use === 'admin' ? [] : model.adminFields;
  const isTaken = (name: string) => !hidden.includes(name);
  const properties = Object.entries(custom.properties).filter(([name]) => isTaken(name));
  const required = use === 'new' ? (custom.required ?? []).filter(isTaken) : [];
  return {
    ...own,
    properties: {
      ...own.properties,
      ...(relocated(Object.fromEntries(properties)) as Described),
    },
    required: [...(own.required ?? []), ...required],
    // Of a schema that takes others too.
    ...(isOpen(custom) && { additionalProperties: custom.additionalProperties }),
  };
}

function isOpen({ additionalProperties }: Described): boolean {
  return additionalProperties !== undefined && additionalProperties !== false;
}

const definitionName = (name: string) => `UserModel${name.replace(/\W/g, '_')}`;

/** Definitions of a schema are parts of the document. */
function relocated(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string'
      ? value.replace(
          /^#\/\$defs\/(.+)$/,
          (_, name: string) => `#/components/schemas/${definitionName(name)}`,
        )
      : value,
  );
}
