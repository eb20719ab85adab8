import type { MiddlewareObj } from '@middy/core';
import { VALIDATION_ERROR } from '../users/errors.ts';
import { isNavigation, sentOn } from './navigation.ts';
import type { Call, HttpResult } from './request.ts';

/** Where a request's refusal is shown to people; `undefined` where there is no such page. */
export type ErrorPage = (event: Call) => string | undefined;

/**
 * Sends a browser that navigates on to a page of the operator's, with the code of the refusal as the
 * parameter `error`: it would show the JSON otherwise. A script gets the JSON.
 */
export function errorPage(pageOf: ErrorPage): MiddlewareObj<Call, HttpResult> {
  return {
    onError: (request) => {
      const { event, response } = request;
      const page = isNavigation(event) ? pageOf(event) : undefined;
      if (page === undefined || !response) return;
      if (Number(response.statusCode) >= 500) event.failed = true;
      request.response = sentOn(response, withParameter(page, codeOf(response.body)));
    },
  };
}

function withParameter(page: string, code: string): string {
  const url = new URL(page);
  url.searchParams.set('error', code);
  return url.href;
}

function codeOf(body = '{}'): string {
  const { detail } = JSON.parse(body) as { detail?: unknown };
  if (typeof detail === 'string') return detail;
  const { code } = Object(detail) as { code?: unknown };
  // The 422 of a request that could not be read has problems and no code.
  return typeof code === 'string' ? code : VALIDATION_ERROR;
}
