import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Identified } from '../users/identified.ts';
import type { SentForm } from './page-form.ts';

/** A file as it is sent: its text or, compressed, in base64. */
interface SentFile {
  readonly type: string;
  readonly content: string;
  readonly encoding?: 'gzip';
}

/** What a handler answers; the stack makes JSON of the body. */
export interface Reply {
  readonly statusCode: number;
  readonly body?: unknown;
  /** In place of a body. */
  readonly file?: SentFile;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: string[];
}

/**
 * A request on its way through the stack: the event, and additions to its log line and response.
 */
export interface Call extends APIGatewayProxyEventV2 {
  /** Address of the client, where another one than API Gateway saw is believed. */
  ip?: string | undefined;
  /** What a page's form has sent, where the answer goes to a page. */
  form?: SentForm | undefined;
  /** Cookies that are set whatever the answer is. */
  clearing?: readonly string[];
  /** Additions to the request's log line; never an address, a password or a token. */
  logged?: Record<string, unknown>;
  /** The login goes on: the answer neither succeeds nor refuses. */
  goesOn?: true;
  /** The answer was 5xx, although a browser is sent to a page for it. */
  failed?: true;
}

/** Names the user in the log line of the request, whatever the answer will be. */
export const identifiedIn =
  (event: Call): Identified =>
  (userId) => {
    event.logged = { ...event.logged, user_id: userId };
  };

/** Where a request comes from: the one place that says so, for all that stores, logs or counts it. */
export const addressOf = ({ ip, requestContext }: Call): string =>
  ip ?? requestContext.http.sourceIp;

export type HttpResult = APIGatewayProxyStructuredResultV2;
