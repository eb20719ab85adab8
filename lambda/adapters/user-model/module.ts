import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type Hooks, NO_HOOKS } from '../../users/model/hooks.ts';
import { BASE_FIELDS, TOKEN_CLAIMS } from '../../users/model/user-model.ts';
import { declaredFields } from './declared-fields.ts';

/** What a module of a user model exports, checked. */
export interface UserModelModule {
  /** Absent if the module has only hooks. */
  readonly schema: StandardSchemaV1 | undefined;
  /** The only fields that are kept, if the schema by itself would let any through. */
  readonly onlyFields: readonly string[] | undefined;
  readonly adminFields: readonly string[];
  readonly privateFields: readonly string[];
  readonly claimFields: readonly string[];
  readonly hooks: HookFunctions;
}

export type HookFunctions = Partial<Record<keyof Hooks, (...args: never[]) => unknown>>;

/** A module that is no user model; names what to look for in its source. */
export class UserModelError extends Error {
  override readonly name = 'UserModelError';
  readonly expected: string;
  readonly fix: string;
  /** The field or the export at fault, where there is one. */
  readonly culprit: string | undefined;

  constructor(got: string, options: { expected: string; fix: string; culprit?: string }) {
    super(got);
    this.expected = options.expected;
    this.fix = options.fix;
    this.culprit = options.culprit;
  }
}

const HOOK_NAMES = Object.keys(NO_HOOKS) as readonly (keyof Hooks)[];

const LISTS = ['adminFields', 'privateFields', 'claimFields'] as const;

/** @throws UserModelError */
export function readModule(exports: Readonly<Record<string, unknown>>): UserModelModule {
  const definition = definitionIn(exports);
  if (definition === undefined) {
    throw new UserModelError(
      'default' in exports ? 'a default export that is no Standard Schema' : 'no default export',
      {
        expected: 'a Standard Schema, version 1, or defineUsers({...}) as the default export',
        fix: 'export default the schema of the custom fields, made with zod, valibot or arktype',
        culprit: 'default',
      },
    );
  }
  const [adminFields, privateFields, claimFields] = LISTS.map((name) => fieldsIn(definition, name));
  const lists = { adminFields, privateFields, claimFields } as Pick<
    UserModelModule,
    (typeof LISTS)[number]
  >;
  const { schema } = definition;
  const { known, only } = schema ? declaredFields(schema) : { known: [], only: true };
  checkCollisions([...(known ?? []), ...LISTS.flatMap((name) => lists[name])]);
  checkLists(lists, known);
  return { schema, onlyFields: only ? known : undefined, ...lists, hooks: hooksIn(definition) };
}

type Definition = Readonly<Record<string, unknown>> & { readonly schema?: StandardSchemaV1 };

/** A schema with the other exports beside it, or one object with all of it. */
function definitionIn(exports: Readonly<Record<string, unknown>>): Definition | undefined {
  const { default: exported } = exports;
  if (isStandardSchema(exported)) return { ...exports, schema: exported };
  if (typeof exported !== 'object' || exported === null) return undefined;
  const definition = exported as Readonly<Record<string, unknown>>;
  if (isStandardSchema(definition.schema)) return definition as Definition;
  const hasHook = HOOK_NAMES.some((name) => name in definition);
  return definition.schema === undefined && hasHook ? (definition as Definition) : undefined;
}

function hooksIn(definition: Definition): HookFunctions {
  const present = HOOK_NAMES.filter((name) => definition[name] !== undefined);
  const stranger = present.find((name) => typeof definition[name] !== 'function');
  if (stranger !== undefined) {
    throw new UserModelError(`a hook ${stranger} that is no function`, {
      expected: 'a function',
      fix: `write it as ${stranger}() { ... }`,
      culprit: stranger,
    });
  }
  return Object.fromEntries(present.map((name) => [name, definition[name]])) as HookFunctions;
}

function isStandardSchema(value: unknown): value is StandardSchemaV1 {
  // Schemas of arktype are functions.
  if (value === null || !['object', 'function'].includes(typeof value)) return false;
  const standard = (value as Partial<StandardSchemaV1>)['~standard'];
  return standard?.version === 1 && typeof standard.validate === 'function';
}

function fieldsIn(exports: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = exports[name] ?? [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new UserModelError(`an export ${name} that is no list of names`, {
    expected: 'names of custom fields',
    fix: `write it as export const ${name} = ['plan']`,
    culprit: name,
  });
}

function checkCollisions(fields: readonly string[]): void {
  const field = fields.find((each) => BASE_FIELDS.has(each));
  if (field === undefined) return;
  throw new UserModelError(`a field named ${field}`, {
    expected: `other names than those of the base fields (${[...BASE_FIELDS].join(', ')})`,
    fix: 'rename the field',
    culprit: field,
  });
}

function checkLists(
  lists: Pick<UserModelModule, (typeof LISTS)[number]>,
  known: readonly string[] | undefined,
): void {
  for (const name of LISTS) {
    const stranger = known && lists[name].find((field) => !known.includes(field));
    if (stranger === undefined) continue;
    throw new UserModelError(`${name} with ${stranger}, which the schema has not`, {
      expected: 'names of fields of the schema',
      fix: 'spell it as in the schema, or leave it out',
      culprit: name,
    });
  }
  const { privateFields, claimFields } = lists;
  const taken = claimFields.find((field) => TOKEN_CLAIMS.has(field));
  if (taken !== undefined) {
    throw new UserModelError(`claimFields with ${taken}`, {
      expected: `other names than those of a token's own claims (${[...TOKEN_CLAIMS].join(', ')})`,
      fix: 'rename the field',
      culprit: taken,
    });
  }
  const leak = claimFields.find((field) => privateFields.includes(field));
  if (leak !== undefined) {
    throw new UserModelError(`${leak} in claimFields and in privateFields`, {
      expected: 'only one of the two: anyone who has a token can read its claims',
      fix: 'leave it out of one of them',
      culprit: 'claimFields',
    });
  }
}
