import middy, { type MiddlewareObj } from '@middy/core';
import { UsersError } from '../users/errors.ts';
import { clientAddress, type TrustedProxy } from './client-address.ts';
import { type ErrorPage, errorPage } from './error-page.ts';
import { requestLog } from './log.ts';
import { type RequestCounts, requestCounts } from './metrics.ts';
import type { Call, HttpResult, Reply } from './request.ts';
import { response } from './response.ts';

export interface StackOptions {
  /** Value of `WWW-Authenticate` on a 401, where there can be one. */
  readonly challenge?: string | undefined;
  /** Value of `WWW-Authenticate` on a 403 for want of fresh proof, where there can be one. */
  readonly stepUp?: string | undefined;
  /** Left out for an action whose requests nobody counts. */
  readonly counts?: RequestCounts | undefined;
  /** Left out for a route that browsers don't navigate to. */
  readonly errorPage?: ErrorPage | undefined;
  /** Left out for an action that no page has a form for. */
  readonly form?: MiddlewareObj<Call, HttpResult> | undefined;
  /** Left out where API Gateway sees the client itself. */
  readonly proxy?: TrustedProxy | undefined;
}

/**
 * What surrounds every route: answers to forms, error page, log, counts, response. They see a response in reverse order,
 * so log and counts see the final one, and a refusal before a browser is sent to a page for it.
 *
 * @param action name of the action, for the log
 */
export function stack(
  action: string,
  { challenge, stepUp, counts, errorPage: pageOf, form, proxy }: StackOptions,
  run: (event: Call) => Promise<Reply>,
) {
  const showing = [...(form ? [form] : []), ...(pageOf ? [errorPage(pageOf)] : [])];
  const locating = proxy ? [clientAddress(proxy)] : [];
  const counting = counts ? [requestCounts(counts)] : [];
  return middy<Call, HttpResult>({ timeoutEarlyResponse: outOfTime })
    .use([
      ...showing,
      requestLog(action),
      ...counting,
      response({ challenge, stepUp }),
      ...locating,
    ])
    .handler(async (event: Call) => (await run(event)) as HttpResult);
}

/** Called by middy moments before Lambda ends the function: tells the caller to try again. */
function outOfTime(): never {
  throw new UsersError('SERVICE_UNAVAILABLE');
}
