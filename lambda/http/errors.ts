import type { UsersErrorCode } from '../users/errors.ts';

/** The status of every refusal. */
export const STATUS: Readonly<Record<UsersErrorCode, number>> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  SERVICE_UNAVAILABLE: 503,
  REGISTER_USER_ALREADY_EXISTS: 400,
  REGISTER_INVALID_PASSWORD: 400,
  LOGIN_BAD_CREDENTIALS: 400,
  LOGIN_USER_NOT_VERIFIED: 400,
  RESET_PASSWORD_BAD_TOKEN: 400,
  RESET_PASSWORD_INVALID_PASSWORD: 400,
  EMAIL_CHANGE_BAD_TOKEN: 400,
  TOO_MANY_REQUESTS: 429,
  VERIFY_USER_BAD_TOKEN: 400,
  VERIFY_USER_ALREADY_VERIFIED: 400,
  UPDATE_USER_EMAIL_ALREADY_EXISTS: 400,
  UPDATE_USER_INVALID_PASSWORD: 400,
  UPDATE_USER_BAD_CURRENT_PASSWORD: 400,
  OAUTH_INVALID_STATE: 400,
  OAUTH_REFUSED: 400,
  OAUTH_INVALID_RESPONSE: 400,
  OAUTH_NOT_AVAILABLE_EMAIL: 400,
  OAUTH_USER_ALREADY_EXISTS: 400,
  OAUTH_REGISTRATION_REQUIRED: 400,
  LAST_SUPERUSER: 409,
};

/** A request that HTTP itself refuses, before any use case sees it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: 413 | 415, code: string) {
    super(code);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** One problem of a 422. */
export interface Problem {
  /** Where: `body` or `query`, then the path in it. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  /** Slug of the kind of problem. */
  readonly type: string;
}

/** Input that is not what the schema says: every problem of it. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('VALIDATION_ERROR');
    this.problems = problems;
  }
}
