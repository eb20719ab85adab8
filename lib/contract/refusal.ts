/** Refusals by code. Which codes there are is in the files of their concerns. */

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 503;
  /** What it means, for a reader of the list of codes. */
  readonly meaning: string;
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
    meaning: 'The same was asked for a moment ago; `Retry-After` says when to ask again.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: 'A service was out of reach; `Retry-After` says when to ask again.',
  },
} as const satisfies Refusals;
