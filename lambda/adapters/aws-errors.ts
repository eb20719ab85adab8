import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

/** True for an outage: what the SDK would retry (throttling, 5xx, timeouts, a lost connection). */
export function isServiceUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    isThrottlingError(error as never) ||
    isTransientError(error as never) ||
    isServerError(error as never)
  );
}
