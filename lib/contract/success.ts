/** Successful responses of routes, and the short functions that build them. */

import type { Text } from './features.ts';

/** Names of what bodies hold, each a schema of `scripts/openapi/answers.ts`. */
export type Held =
  | 'User'
  | 'Session'
  | 'LinkedAccount'
  | 'Passkey'
  | 'PasskeyRequest'
  | 'PasskeyCreation'
  | 'RelatedOrigins'
  | 'UserExport'
  | 'SecondFactors'
  | 'TotpEnrolment'
  | 'RecoveryCodes'
  | 'AuthorizationUrl'
  | 'EmailAttempt'
  | 'JsonWebKeySet'
  | 'OpenIdConfiguration'
  | 'OpenApiDocument';

/** One text, or those that an API's options leave of several. */
type Note = string | readonly Text[];

interface Said {
  /** What else a reader has to know, behind the status and the body: one thing, or several. */
  readonly note?: Note;
  /** Another row whose response it is, for the table of routes. */
  readonly as?: string;
  /** Headers that only this response has, by their names in lower case. */
  readonly headers?: readonly ResponseHeader[];
  /** A browser by cookie gets its cookie back with it: a new one, or an expired one that clears it. */
  readonly cookie?: 'renewed' | 'cleared';
}

/** Headers that some successful responses have. */
export type ResponseHeader = 'link' | 'content-disposition';

/** What a route answers when all is well. */
export type Success = Said &
  (
    | {
        readonly kind: 'body';
        readonly status: 200 | 201 | 202;
        readonly holds: Held;
        readonly list?: true;
      }
    /** FastAPI Users answers with the JSON value `null`. */
    | { readonly kind: 'null'; readonly status: 200 | 202 }
    | { readonly kind: 'empty'; readonly status: 204 }
    /** A credential of the backend: in the body, or as a cookie. */
    | { readonly kind: 'credential' }
    /** For a browser to show. */
    | { readonly kind: 'page'; readonly status: 200 }
    /** The provider's URL in the body, or a redirect to it for a browser that navigates. */
    | { readonly kind: 'redirect'; readonly holds: Held }
  );

export const user = (note?: Note, others: Said & { readonly status?: 201 } = {}): Success => ({
  kind: 'body',
  status: 200,
  holds: 'User',
  ...(note !== undefined && { note }),
  ...others,
});

export const holding = (holds: Held, said: Said & { readonly status?: 202 } = {}): Success => ({
  kind: 'body',
  status: 200,
  holds,
  ...said,
});

export const listOf = (holds: Held, said: Said = {}): Success => ({
  kind: 'body',
  status: 200,
  holds,
  list: true,
  ...said,
});

export const noContent = (note?: Note, said: Said = {}): Success => ({
  kind: 'empty',
  status: 204,
  ...(note !== undefined && { note }),
  ...said,
});

/** The same whether or not there was anything to do. */
export const accepted: Success = { kind: 'null', status: 202, note: 'always' };

export const done = (note: string): Success => ({ kind: 'null', status: 200, note });

export const page = (note: string): Success => ({ kind: 'page', status: 200, note });

export const credential = (said: Said = {}): Success => ({ kind: 'credential', ...said });

export const redirect = (said: Said = {}): Success => ({
  kind: 'redirect',
  holds: 'AuthorizationUrl',
  ...said,
});
