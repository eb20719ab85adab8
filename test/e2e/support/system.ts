import type { Conformance } from './conformance.ts';
import type { TableItems } from './table-items.ts';

/** A users API that runs somewhere, and what a test needs of it besides HTTP. */
export interface System {
  /** Where the API answers, base path included. */
  readonly url: string;
  /** The API's own origin, as a browser would send it. */
  readonly origin: string;
  /** Path of `url` as the functions see it, such as `/users`. */
  readonly basePath: string;
  /** Name of the cookie of the backend `cookie`. */
  readonly cookieName: string;
  /** Every event that was published so far, oldest first. */
  events(): Promise<readonly Envelope[]>;
  /** What is stored. */
  readonly items: TableItems;
  /** Looks at every answer that a client gets; only where the API serves its document. */
  conformance?(): Promise<Conformance>;
  /** Invokes the create-user function. */
  createUser(input: Record<string, unknown>): Promise<ApiUser>;
}

/** An event as EventBridge delivers it. */
export interface Envelope {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly time: string;
    readonly user: ApiUser;
    readonly token?: string;
    readonly expires_at?: string;
    readonly new_email?: string;
  };
}

export interface ApiUser {
  readonly id: string;
  readonly email: string;
  readonly is_active: boolean;
  readonly is_superuser: boolean;
  readonly is_verified: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}
