import type { MiddlewareObj } from '@middy/core';
import type { CountMetric } from '../../lib/contract/metrics.ts';
import { type Counted, printCount } from '../print-count.ts';
import type { Call, HttpResult } from './request.ts';

/** What the answers of one function count as. */
export interface RequestCounts extends Counted {
  /** An answer of 2xx or 3xx. */
  readonly succeeded: CountMetric;
  /** A 400: the input was read, and refused. Input that could not be read is not counted. */
  readonly refused?: CountMetric;
}

/** Counts each request once, by its status. */
export function requestCounts(counts: RequestCounts): MiddlewareObj<Call, HttpResult> {
  const count = (response: HttpResult | null | undefined) => {
    const name = metricOf(counts, response?.statusCode ?? 500);
    if (name !== undefined) printCount(counts, name);
  };
  return {
    after: ({ event, response }) => (event.goesOn ? undefined : count(response)),
    onError: ({ response }) => count(response),
  };
}

function metricOf({ succeeded, refused }: RequestCounts, status: number): CountMetric | undefined {
  if (status < 400) return succeeded;
  return status === 400 ? refused : undefined;
}
