import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What a handler answers; the stack makes JSON of the body. */
export interface Reply {
  readonly statusCode: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: string[];
}

/** A request on its way through the stack: the event, and what its log line and answer get besides. */
export interface Call extends APIGatewayProxyEventV2 {
  /** Cookies that are set whatever the answer is. */
  clearing?: readonly string[];
  /** More for the request's one line in the log; never an address, a password or a token. */
  logged?: Record<string, unknown>;
}

export type HttpResult = APIGatewayProxyStructuredResultV2;
