import middy from '@middy/core';
import { UsersError } from '../users/errors.ts';
import { requestLog } from './log.ts';
import { type RequestCounts, requestCounts } from './metrics.ts';
import type { Call, HttpResult, Reply } from './request.ts';
import { response } from './response.ts';

export interface StackOptions {
  /** Value of `WWW-Authenticate` on a 401, where there can be one. */
  readonly challenge?: string | undefined;
  /** Left out where nobody asks how many requests there were. */
  readonly counts?: RequestCounts | undefined;
}

/**
 * What surrounds every route: log, counts, response. An answer goes through it from the end, so log and
 * counts see it whole.
 *
 * @param action name of the action, for the log
 */
export function stack(
  action: string,
  { challenge, counts }: StackOptions,
  run: (event: Call) => Promise<Reply>,
) {
  const counting = counts ? [requestCounts(counts)] : [];
  return middy<Call, HttpResult>({ timeoutEarlyResponse: outOfTime })
    .use([requestLog(action), ...counting, response({ challenge })])
    .handler(async (event: Call) => (await run(event)) as HttpResult);
}

/** Called by middy moments before Lambda ends the function: the caller is told to come again. */
function outOfTime(): never {
  throw new UsersError('SERVICE_UNAVAILABLE');
}
