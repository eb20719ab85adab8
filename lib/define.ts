/**
 * `cdk-users-api/define`: types for the module of a user model, so that an editor completes it. It imports
 * nothing, and adds next to nothing to a bundle.
 */

type Awaitable<T> = T | Promise<T>;

/** A schema as https://standardschema.dev defines it, version 1. */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => Awaitable<
      | { readonly value: Output; readonly issues?: undefined }
      | { readonly issues: readonly { readonly message: string }[] }
    >;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What every user has. */
export interface BaseUser {
  readonly id: string;
  readonly email: string;
  readonly is_active: boolean;
  readonly is_superuser: boolean;
  readonly is_verified: boolean;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** RFC 3339, UTC. */
  readonly updated_at: string;
}

/** The user who is about to sign in. Login reads no more of a user than this. */
export interface SigningIn<Fields> {
  readonly id: string;
  readonly email: string;
  /** The fields named in `claimFields`, as of the user's last write. */
  readonly claims: Partial<Fields>;
}

type Names<Fields> = readonly Extract<keyof Fields, string>[];

/** Custom fields of users, and hooks that run inside requests. Each hook has 3 seconds. */
export interface UsersDefinition<Fields extends object> {
  /** The custom fields. @default - none */
  readonly schema?: StandardSchema<Fields>;
  /** Fields that only a superuser may write. */
  readonly adminFields?: Names<NoInfer<Fields>>;
  /** Fields that are never part of a response or an event. */
  readonly privateFields?: Names<NoInfer<Fields>>;
  /** Fields that go into access tokens. */
  readonly claimFields?: Names<NoInfer<Fields>>;

  /**
   * A new password, after the password policy: at registration, in a change and at a reset. The code
   * of a refusal is the route's own, such as `REGISTER_INVALID_PASSWORD`.
   */
  validatePassword?(password: string, context: { readonly email: string }): Awaitable<void>;

  /** A user is about to be created. What it returns is stored instead of the custom fields. */
  beforeRegister?(
    user: { readonly email: string } & NoInfer<Fields>,
    context: { readonly by: 'user' | 'operator' },
    // biome-ignore lint/suspicious/noConfusingVoidType: a hook without a return statement.
  ): Awaitable<NoInfer<Fields> | void>;

  /** A user is about to change; called again when another change came first. */
  beforeUpdate?(
    before: BaseUser & Partial<NoInfer<Fields>>,
    after: BaseUser & Partial<NoInfer<Fields>>,
    context: {
      readonly by: 'user' | 'superuser';
      /** Names of the fields that change, `password` among them. */
      readonly changed: readonly string[];
    },
  ): Awaitable<void>;

  /** An active user has given the right password. */
  beforeLogin?(
    user: SigningIn<NoInfer<Fields>>,
    context: { readonly backend: string; readonly ip: string; readonly user_agent: string },
  ): Awaitable<void>;

  /** More claims for an access token, which anyone who has it can read. */
  tokenClaims?(
    user: SigningIn<NoInfer<Fields>>,
    context: { readonly backend: string },
  ): Awaitable<Readonly<Record<string, unknown>>>;

  /** A user is about to be deleted; called again when a change came first. */
  beforeDelete?(user: BaseUser & Partial<NoInfer<Fields>>): Awaitable<void>;
}

/**
 * The default export of a user model with hooks: returns what it is given, typed.
 *
 * @example
 * export default defineUsers({
 *   schema: z.object({ name: z.string() }),
 *   beforeRegister({ email }) {
 *     if (!email.endsWith('@example.com')) throw new Refusal('NOT_INVITED', 'Ask for an invitation');
 *   },
 * });
 */
export function defineUsers<Fields extends object = Record<never, never>>(
  definition: UsersDefinition<Fields>,
): UsersDefinition<Fields> {
  return definition;
}

/**
 * Thrown by a hook to refuse a request: status 400, `{"detail": {"code", "reason"}}`. Anything else
 * that a hook throws is a 500; neither changes anything.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly reason: string;

  /**
   * @param code for programs, such as `NOT_INVITED`
   * @param reason for the user
   */
  constructor(code: string, reason: string) {
    super(`${code}: ${reason}`);
    this.code = code;
    this.reason = reason;
    // Tells it apart from other errors, whichever copy of this file a bundle has.
    Object.defineProperty(this, Symbol.for('cdk-users-api.Refusal'), { value: true });
  }
}
