/** What a call can fail with: a union that is told apart by `code`. */

/** One thing that is wrong with a body or a query. */
export interface Problem {
  /** Where it is, such as `['body', 'email']`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  /** Such as `missing`. */
  readonly type: string;
}

/** Codes that any call can fail with. */
export type AnyCode =
  /** There was no answer: no network, a refused preflight, or none within `timeout`. */
  | 'NETWORK_ERROR'
  /** The answer is none of this API: the URL may be that of something else. */
  | 'UNEXPECTED_RESPONSE'
  /** The storage of the tokens could not be read or written: `cause` is what it said. */
  | 'STORAGE_ERROR'
  | 'CONTENT_TOO_LARGE'
  | 'TOO_MANY_REQUESTS'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_ERROR';

export interface Failure<Code extends string> extends Error {
  readonly name: 'UsersError';
  readonly code: Code;
  /** Of the answer; absent where there was none. */
  readonly status?: number;
  /** `x-request-id` of the answer: what an operator finds the request by. */
  readonly requestId?: string;
  /** What to tell the user, where the API says more than the code. */
  readonly reason?: string;
}

interface Retry {
  /** Seconds, from the header `Retry-After`. */
  readonly retryAfter?: number;
}

interface Reason {
  readonly reason: string;
}

/** A login that needs a second factor. */
export interface BegunLogin {
  /** What `finishLogin` takes. */
  readonly mfa_token: string;
  /** Those that the user has: `totp`, `passkey`, `recovery_code`. */
  readonly methods: readonly string[];
  /** Of the token: RFC 3339, UTC. */
  readonly expires_at: string;
}

/**
 * The login that a browser came with to the client's `mfaUrl`, where it needs a second factor; nothing for any other page.
 *
 * @param hash of the page: `location.hash`
 */
export function begunLogin(hash: string): BegunLogin | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const { mfa_token, methods = '', expires_at = '' } = Object.fromEntries(parameters);
  return mfa_token ? { mfa_token, methods: methods.split(','), expires_at } : undefined;
}

/** What a code has beside the code, by the end of its name. */
interface Details {
  readonly TOO_MANY_REQUESTS: Retry;
  readonly SERVICE_UNAVAILABLE: Retry;
  readonly VALIDATION_ERROR: { readonly problems: readonly Problem[] };
  readonly LOGIN_MFA_REQUIRED: BegunLogin;
}

type DetailOf<Code extends string> = Code extends keyof Details
  ? Details[Code]
  : Code extends `${string}_INVALID_PASSWORD`
    ? Reason
    : unknown;

/** An error of each code, as a union. */
export type UsersError<Code extends string = string> = Code extends Code
  ? Failure<Code> & DetailOf<Code>
  : never;

/** Codes of answers without a code, which API Gateway itself gives. */
const OF_STATUS: Readonly<Record<number, string>> = {
  413: 'CONTENT_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

export function usersError(code: string, details: object = {}): UsersError {
  const error = new Error(code, details);
  return Object.assign(error, { ...details, name: 'UsersError', code }) as UsersError;
}

/** @param body the answer's, if it is JSON */
export function errorOf({ status, headers }: Response, body: unknown): UsersError {
  const retryAfter = headers.get('retry-after') ?? '';
  const requestId = headers.get('x-request-id');
  const { code, ...details } = detailOf(status, Object(body).detail) ?? {
    code: OF_STATUS[status] ?? 'UNEXPECTED_RESPONSE',
  };
  return usersError(code, {
    ...details,
    status,
    ...(requestId && { requestId }),
    ...(/^\d{1,9}$/.test(retryAfter) && { retryAfter: Number(retryAfter) }),
  });
}

/** @returns nothing for what this API would not say: other servers have a `detail`, too */
function detailOf(status: number, detail: unknown): { readonly code: string } | undefined {
  if (Array.isArray(detail)) {
    const isOwn = status === 422 && detail.every((problem) => isText(problem?.msg));
    return isOwn ? { code: 'VALIDATION_ERROR', ...{ problems: detail } } : undefined;
  }
  const { code, reason, mfa_token, methods, expires_at } = isText(detail)
    ? ({ code: detail } as Record<string, unknown>)
    : Object(detail);
  // A hook words its code as it likes, and gives a reason.
  if (!isText(code) || !(isText(reason) || /^[A-Z][A-Z\d_]+$/.test(code))) return undefined;
  if (code === 'VALIDATION_ERROR' && !isText(reason)) return undefined;
  return {
    code,
    ...(isText(reason) && { reason }),
    ...(isText(mfa_token) && { mfa_token, methods, expires_at }),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
