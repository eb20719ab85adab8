import type { Origin } from '../origin.ts';
import type { Credential, CustomFields, ProvedCredential, User } from '../user.ts';

/** A user with all fields in one object, private ones included: hooks are the API's own code. */
export type WholeUser = Omit<User, 'custom'> & CustomFields;

export function wholeUser({ custom, ...base }: User): WholeUser {
  return { ...base, ...custom, ...base };
}

/** The user who is about to sign in: only what login reads. */
export type SigningIn = Pick<Credential, 'email'> & {
  readonly id: string;
  readonly claims: CustomFields;
};

export function signingIn({ userId: id, email, claims = {} }: ProvedCredential): SigningIn {
  return { id, email, claims };
}

/**
 * What runs inside a request before its write, and can refuse it with a `HookRefusal`. Anything
 * else that a hook throws, its time budget included, is a failure of the request.
 */
export interface Hooks {
  validatePassword(password: string, context: { readonly email: string }): Promise<void>;
  /** The custom fields to store, if the hook changes them. */
  beforeRegister(
    user: { readonly email: string } & CustomFields,
    context: { readonly by: 'user' | 'operator' },
  ): Promise<CustomFields | undefined>;
  beforeUpdate(
    before: WholeUser,
    after: WholeUser,
    context: { readonly by: 'user' | 'superuser'; readonly changed: readonly string[] },
  ): Promise<void>;
  beforeLogin(user: SigningIn, context: Origin): Promise<void>;
  /** More claims for the access token. */
  tokenClaims(user: SigningIn, context: { readonly backend: string }): Promise<CustomFields>;
  beforeDelete(user: WholeUser): Promise<void>;
}

/** A refusal by a hook, with its own code and a reason in words for the user. */
export class HookRefusal extends Error {
  override readonly name = 'HookRefusal';
  readonly code: string;
  readonly reason: string;

  constructor(code: string, reason: string) {
    super(`${code}: ${reason}`);
    this.code = code;
    this.reason = reason;
  }
}

export const NO_HOOKS: Hooks = {
  validatePassword: async () => {},
  beforeRegister: async () => undefined,
  beforeUpdate: async () => {},
  beforeLogin: async () => {},
  tokenClaims: async () => ({}),
  beforeDelete: async () => {},
};
