import { isDeepStrictEqual } from 'node:util';
import type { CustomFields, User } from '../user.ts';
import { type Hooks, NO_HOOKS } from './hooks.ts';

/** Names that a custom field can't have: those of the user, and other names that bodies use. */
export const BASE_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'email',
  'password',
  'current_password',
  'password_hash',
  'is_active',
  'is_superuser',
  'is_verified',
  'created_at',
  'updated_at',
]);

/**
 * Claims that access tokens already have (RFC 7519, 4.1; RFC 9068, 2.2 and 2.2.1; `sid` as of OpenID
 * Connect Front-Channel Logout 1.0, 3; `tv` is ours); a client would misread a field of such a name.
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
  'auth_time',
  'amr',
  'acr',
  'sid',
  'tv',
]);

/** Who sets the fields: only superusers and operators may write those that are an admin's. */
export type Writer = 'user' | 'admin';

/** The custom fields of this API's users. */
export interface UserModel {
  /** Whether there are custom fields at all: only then is it known which of them are private. */
  readonly hasFields: boolean;
  /** Fields that never leave the API. */
  readonly privateFields: readonly string[];
  /** Fields that go into access tokens. */
  readonly claimFields: readonly string[];
  /** The module's hooks, which run inside requests. */
  readonly hooks: Hooks;
  /**
   * What a body says of custom fields; `undefined` if it says nothing. A new user's body always
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

/** A change, validated on top of the fields that were stored when it was read. */
export interface ValidatedChange extends CustomChange {
  /** The result; `onto` gives the result if another change came first. */
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

/** Without private fields; a custom field never replaces a base field. */
export function publicUser(model: UserModel, { custom, ...base }: User): PublicUser {
  if (!model.hasFields) return base;
  const shown = Object.entries(custom ?? {}).filter(
    ([field]) => !model.privateFields.includes(field) && !BASE_FIELDS.has(field),
  );
  return { ...base, ...Object.fromEntries(shown) };
}

/** The fields that go into access tokens; `undefined` if the model has none. */
export function claimsOf(
  { claimFields }: Pick<UserModel, 'claimFields'>,
  custom: CustomFields | undefined,
): CustomFields | undefined {
  if (claimFields.length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(custom ?? {}).filter(([field]) => claimFields.includes(field)),
  );
}

/**
 * The claims of a credential as they are now: fields as the profile has them, and the rest, which the
 * hook added, as the credential says.
 */
export function claimsNow(
  model: Pick<UserModel, 'claimFields'>,
  stated: Readonly<Record<string, unknown>> = {},
  { custom }: Pick<User, 'custom'>,
): Readonly<Record<string, unknown>> {
  const added = Object.entries(stated).filter(([name]) => !model.claimFields.includes(name));
  return { ...Object.fromEntries(added), ...claimsOf(model, custom) };
}

/** Names of the fields in which the two differ. */
export function changedFields(before: CustomFields = {}, after: CustomFields = {}): string[] {
  return Object.keys({ ...before, ...after }).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
}
