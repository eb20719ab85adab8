import type { MiddlewareObj } from '@middy/core';
import { describeError } from '../describe-error.ts';
import type { Call, HttpResult } from './request.ts';

/**
 * One line per request in the structured log. It never names an address, a password or a token; an
 * unexpected error is logged with its stack, since the response says nothing of it.
 */
export function requestLog(action: string): MiddlewareObj<Call, HttpResult> {
  let started = 0;
  return {
    before: () => {
      started = performance.now();
    },
    after: ({ event, response }) => {
      console.info(line(event, response));
    },
    onError: ({ event, response, error }) => {
      const status = response?.statusCode ?? 500;
      const entry = { ...line(event, response), code: codeOf(error), ...causeOf(error) };
      if (status < 500) console.info(entry);
      else console.error({ ...entry, error: describeError(error) });
    },
  };

  function line(event: Call, response: HttpResult | null | undefined): Record<string, unknown> {
    return {
      message: 'request',
      action,
      status: response?.statusCode,
      ms: Math.round(performance.now() - started),
      request_id: event.requestContext.requestId,
      ...event.logged,
    };
  }
}

/** For example a provider's failure, of which the user is told only a code. */
function causeOf(error: unknown): { cause?: unknown } {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? {} : { cause: codeOf(cause) };
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? error.code : error.message;
}
