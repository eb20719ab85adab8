/** A request, and its answer. */

/** Set on an answer to a preflight: the headers that it asked for. */
export const ASKED = 'x-asked-headers';

export interface Request {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | URLSearchParams | FormData;
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a case expects of it is what it is.
  readonly body: any;
}
