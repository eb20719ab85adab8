import { isDeepStrictEqual } from 'node:util';
import type { CustomFields, User } from '../user.ts';
import { type Hooks, NO_HOOKS } from './hooks.ts';

/** Names that a custom field can't have: those of the user, and those that bodies have otherwise. */
export const BASE_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'email',
  'password',
  'current_password',
  'is_active',
  'is_superuser',
  'is_verified',
  'created_at',
  'updated_at',
]);

/**
 * Claims that access tokens have already (RFC 7519, 4.1; RFC 9068, 2.2; `sid` as of OpenID Connect
 * Front-Channel Logout 1.0, 3; `tv` is ours), and a client would misread.
 */
export const TOKEN_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'client_id',
  'sid',
  'tv',
]);

/** Who sets the fields: only a superuser, or an operator, may write those that are an admin's. */
export type Writer = 'user' | 'admin';

/** The custom fields of this API's users. */
export interface UserModel {
  /** Whether there are custom fields at all, so that what is private of them is known. */
  readonly hasFields: boolean;
  /** Fields that never leave the API. */
  readonly privateFields: readonly string[];
  /** Fields that go into access tokens. */
  readonly claimFields: readonly string[];
  /** What else the module has to say, inside requests. */
  readonly hooks: Hooks;
  /**
   * What a body says of custom fields; `undefined` where it says nothing. A new user's body always
   * says something, since fields may be required.
   */
  change(
    body: Readonly<Record<string, unknown>>,
    writer: Writer,
    kind: 'new' | 'partial',
  ): CustomChange | undefined;
}

export interface CustomChange {
  /**
   * The fields that result on top of the stored ones, validated as a whole.
   *
   * @throws InvalidFieldsError
   */
  onto(stored: CustomFields | undefined): Promise<CustomFields>;
}

/** A change that was validated on top of what was stored when it was read. */
export interface ValidatedChange extends CustomChange {
  /** What results there; `onto` tells what results where another change came first. */
  readonly fields: CustomFields;
}

/** Of a construct without `userModel`: there are no custom fields. */
export const NO_CUSTOM_FIELDS: UserModel = {
  hasFields: false,
  privateFields: [],
  claimFields: [],
  hooks: NO_HOOKS,
  change: () => undefined,
};

/** A user as responses and events have it. */
export type PublicUser = Omit<User, 'custom'> & CustomFields;

/** Without private fields; whatever a custom field is called, the base fields are the user's own. */
export function publicUser(model: UserModel, { custom, ...base }: User): PublicUser {
  if (!model.hasFields) return base;
  const shown = Object.entries(custom ?? {}).filter(
    ([field]) => !model.privateFields.includes(field) && !BASE_FIELDS.has(field),
  );
  return { ...base, ...Object.fromEntries(shown) };
}

/** The fields that go into access tokens; `undefined` where the model has none such. */
export function claimsOf(
  { claimFields }: UserModel,
  custom: CustomFields | undefined,
): CustomFields | undefined {
  if (claimFields.length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(custom ?? {}).filter(([field]) => claimFields.includes(field)),
  );
}

/** Names of the fields in which the two differ. */
export function changedFields(before: CustomFields = {}, after: CustomFields = {}): string[] {
  return Object.keys({ ...before, ...after }).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
}
