import type { OAuthFlow } from './runtime-environment';

/**
 * Who may call an action: `operator`, `stream`, `rotation` and `gateway` have no route. The gateway
 * asks whether a request may pass to a route of the stack's own.
 */
export type Caller =
  | 'anyone'
  | 'user'
  | 'superuser'
  | 'operator'
  | 'stream'
  | 'rotation'
  | 'gateway';

/**
 * What an action reads from its environment. The construct gives a function just these, and with
 * them the right to read the secrets behind them.
 */
export type Setting =
  /**
   * `BACKENDS`, and read access to each backend's secret, where `perBackend` to its own one only: with
   * `signs` to what signs, else to what verifies, which of a key pair is the public half.
   */
  | 'backends'
  /** `CURSOR_SECRET_ARN`, where the first backend has no secret for it. */
  | 'cursors'
  /** `PUBLIC_KEYS_SECRET_ARNS`, and read access to those secrets. */
  | 'publicKeys'
  /** `ISSUER` and `SIGNING_ALGORITHMS`. */
  | 'issuer'
  /** `KEY_ROTATION`, and the right to replace the key pairs of that one backend. */
  | 'keyRotation'
  /** `RESET_TOKEN_SECRET_ARN` and `RESET_TOKEN_LIFETIME`, and read access to that secret. */
  | 'resetToken'
  /** `VERIFICATION_TOKEN_SECRET_ARN` and `VERIFICATION_TOKEN_LIFETIME`, and read access to that secret. */
  | 'verificationToken'
  /** `PASSWORD_MIN_LENGTH`. */
  | 'passwordPolicy'
  /** `BCRYPT_COST`. */
  | 'passwordHash'
  /** `REQUIRE_CURRENT_PASSWORD`. */
  | 'requireCurrentPassword'
  /** `CONFIRM_EMAIL_CHANGE`. */
  | 'emailChange'
  /** `REQUIRE_VERIFICATION`. */
  | 'requireVerification'
  /** `LOGIN_EVENTS`. */
  | 'loginEvents'
  /** `MAX_SESSIONS_PER_USER`. */
  | 'maxSessions'
  /** `ALLOWED_ORIGINS`. */
  | 'allowedOrigins'
  /** `REQUIREMENTS`. */
  | 'requirements'
  /** `BASE_PATH`. */
  | 'basePath'
  /** `EVENT_BUS_NAME`, and the right to put events on that bus. */
  | 'eventBus'
  /** `OAUTH_CLIENT`, and read access to the secret that attempts are signed with. */
  | 'oauthClient'
  /** `OAUTH_CLIENT_SECRET_ARN`, and read access to the secret of that one client. */
  | 'oauthClientSecret'
  /** `USER_MODEL`, and the module itself beside the bundle; neither without a user model. */
  | 'userModel';

/** Calls on the users table that an action may make, on items whose partition key is like `keys`. */
export interface TableAccess {
  readonly calls: readonly TableCall[];
  /** Patterns for `dynamodb:LeadingKeys`. */
  readonly keys: readonly string[];
  /** On this index instead of on the table. */
  readonly index?: string;
  /**
   * Attributes that a read may ask for, or a write may set and compare, each by its name; all where it is
   * left out.
   */
  readonly attributes?: readonly string[];
  /** Not allowed to a function unless it serves what needs it. */
  readonly onlyWith?: Feature;
}

/**
 * What some functions have to do with, and some are there for: events of logins, backends that sign with
 * key pairs, those whose logins are stored as sessions, those of them with refresh tokens, and those whose
 * credential is a session token, so that its use is noted, backends whose logins are not stored, so that
 * the ended ones are listed, current passwords that users have to give, and whether a new address has to
 * be confirmed.
 */
export type Feature =
  | 'loginEvents'
  | 'keyPairs'
  | 'sessions'
  | 'refresh'
  | 'sessionTokens'
  | 'revocations'
  | 'currentPassword'
  | 'confirmEmailChange'
  | 'immediateEmailChange';

export type TableCall =
  | 'GetItem'
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem';

export interface Action {
  /** Name of the bundle (`assets/<name>/index.mjs`, export `handler`) and of the handler's file. */
  readonly name: string;
  /** One sentence for a reader of the routes. */
  readonly summary: string;
  readonly caller: Caller;
  /** Method and path below the base path; absent for a function without a route. */
  readonly route?: { readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly path: string };
  /** One function for each authentication backend; its name replaces `{backend}` in the path. */
  readonly perBackend?: boolean;
  /** Makes the credentials of its backend, which is that of its OAuth client where it has one. */
  readonly signs?: boolean;
  /**
   * One function for each OAuth client, of this flow; its name replaces `{client}` in the path and in
   * keys.
   */
  readonly perClient?: OAuthFlow;
  /** Answers 403 to a caller who is not verified, where `requireVerification` is on. */
  readonly verified?: boolean;
  /** Without it there is no such function; where `perBackend`, none for a backend without it. */
  readonly onlyWith?: Feature;
  /** Hashes a password on the request's path, so it gets a full vCPU. */
  readonly hashes?: boolean;
  readonly settings: readonly Setting[];
  readonly table: readonly TableAccess[];
}
