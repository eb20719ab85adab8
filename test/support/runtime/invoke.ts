import type { Context } from 'aws-lambda';
import type { Call, HttpResult } from '../../../lambda/http/request.ts';
import { apiEvent, type TestRequest } from './api-event.ts';

/** A response as its client sees it. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
  /** Parsed JSON; `undefined` where there is no body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly body: any;
}

/** Calls a handler as Lambda does behind API Gateway. */
export async function invoke(
  handler: (event: Call, context: Context) => Promise<HttpResult>,
  request: TestRequest = {},
  context: Partial<Context> = {},
): Promise<Answer> {
  const result = await handler(apiEvent(request), context as Context);
  const { statusCode = 0, headers = {}, cookies = [], body } = result;
  return { statusCode, headers, cookies, body: body === undefined ? undefined : JSON.parse(body) };
}
