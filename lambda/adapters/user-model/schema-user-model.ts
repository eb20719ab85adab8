import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type FieldProblem, InvalidFieldsError } from '../../users/errors.ts';
import type { Hooks } from '../../users/model/hooks.ts';
import {
  BASE_FIELDS,
  type CustomChange,
  type UserModel,
  type Writer,
} from '../../users/model/user-model.ts';
import type { CustomFields } from '../../users/user.ts';
import type { UserModelModule } from './module.ts';
import { moduleHooks } from './module-hooks.ts';
import { checkClaimSize, checkSize } from './size.ts';
import { storable } from './storable.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Most bytes of JSON that the custom fields of one user take: what one body can hold. */
const MAX_BYTES = 16 * 1024;

/** A user model whose fields a Standard Schema validates. */
export class SchemaUserModel implements UserModel {
  readonly hasFields: boolean;
  readonly privateFields: readonly string[];
  readonly claimFields: readonly string[];
  readonly hooks: Hooks;
  readonly #module: UserModelModule;

  constructor(module: UserModelModule) {
    this.#module = module;
    this.hasFields = module.schema !== undefined;
    this.privateFields = module.privateFields;
    this.claimFields = module.claimFields;
    this.hooks = moduleHooks(module.hooks, {
      claimFields: module.claimFields,
      validate: (fields) => this.#validate(fields),
    });
  }

  change(body: Fields, writer: Writer, kind: 'new' | 'partial'): CustomChange | undefined {
    const { adminFields, schema } = this.#module;
    if (schema === undefined) return undefined;
    const own = pick(
      body,
      (name) => !BASE_FIELDS.has(name) && (writer === 'admin' || !adminFields.includes(name)),
    );
    if (kind === 'partial' && Object.keys(own).length === 0) return undefined;
    return { onto: (stored) => this.#validate({ ...structuredClone(stored), ...own }) };
  }

  async #validate(input: Fields): Promise<CustomFields> {
    const { schema } = this.#module;
    if (schema === undefined) throw new Error('the user model has no schema');
    const result = await schema['~standard'].validate(input);
    if (result.issues)
      throw new InvalidFieldsError(result.issues.map((one) => toProblem(one, input)));
    const { onlyFields, claimFields } = this.#module;
    const output = asFields(result.value);
    const fields = storable(
      onlyFields ? pick(output, (name) => onlyFields.includes(name)) : output,
    ) as CustomFields;
    checkSize(fields, MAX_BYTES, 'custom fields');
    checkClaimSize(pick(fields, (name) => claimFields.includes(name)));
    return fields;
  }
}

/** @throws Error for a schema that returns something else than an object without base fields */
function asFields(output: unknown): Fields {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) {
    throw new Error('the schema of the user model returned something else than an object');
  }
  const taken = Object.keys(output).find((name) => BASE_FIELDS.has(name));
  if (taken !== undefined) {
    throw new Error(`the schema of the user model returned the base field ${taken}`);
  }
  return output as Fields;
}

function toProblem({ path = [], message }: StandardSchemaV1.Issue, input: Fields): FieldProblem {
  // A plain list, whatever class the library's list has.
  const keys = Array.from(path, (segment) => {
    const key = typeof segment === 'object' ? segment.key : segment;
    return typeof key === 'symbol' ? key.toString() : key;
  });
  // The same text as for base fields, whatever the library says of a missing field.
  return isMissing(input, keys)
    ? { path: keys, message: 'Field required', type: 'missing' }
    : { path: keys, message, type: 'value_error' };
}

function isMissing(input: unknown, path: readonly (string | number)[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || typeof input !== 'object' || input === null) return false;
  if (!Object.hasOwn(input, key)) return rest.length === 0;
  return isMissing((input as Record<string | number, unknown>)[key], rest);
}

function pick(fields: Fields, wanted: (name: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => wanted(name)));
}
