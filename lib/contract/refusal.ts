/** Refusals by code. Which codes there are is in the files of their concerns. */
import type { Feature } from './features.ts';

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 503;
  /** What it means, for a reader of the list of codes. */
  readonly meaning: string;
  /** Comes with a `reason`: the detail is an object with both. */
  readonly reason?: true;
  /** Fields that its detail has beside `code`, as JSON Schema. */
  readonly fields?: Readonly<Record<string, object>>;
  /** Nothing is refused so without it. */
  readonly onlyWith?: Feature;
}

export type Refusals = Readonly<Record<string, Refusal>>;

/** Refusals that more than one concern has. */
export const COMMON_REFUSALS = {
  UNAUTHORIZED: {
    status: 401,
    meaning: 'The credential is missing, malformed, expired or revoked, or its user is inactive.',
  },
  FORBIDDEN: {
    status: 403,
    meaning: 'The user may not do this, or another site may have made the request.',
  },
  NOT_FOUND: {
    status: 404,
    meaning: 'There is no such user, session, account at a provider or OAuth client.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    meaning:
      'Too much was wrong, or the same was asked for a moment ago; `Retry-After` says when to ask again.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: 'A service was out of reach; `Retry-After` says when to ask again.',
  },
} as const satisfies Refusals;

/** What any function may answer, whatever its row says. */
export const FAILURES = {
  CONTENT_TOO_LARGE: { status: 413, meaning: 'The body has more than 16 KiB.', ofBody: true },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning: 'The body is of another type than JSON, or than a form where one is taken.',
    ofBody: true,
  },
  INTERNAL_ERROR: { status: 500, meaning: 'A fault of the API, which is in its log.' },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: COMMON_REFUSALS.SERVICE_UNAVAILABLE.meaning,
  },
} as const satisfies Readonly<
  Record<string, { readonly status: number; readonly meaning: string; readonly ofBody?: true }>
>;
