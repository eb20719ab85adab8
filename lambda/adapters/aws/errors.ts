import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { SetupError, UsersError } from '../../users/errors.ts';

/** Whether it is the error that a service has by this name, with its members. */
export function isNamed<Members>(error: unknown, name: string): error is Error & Members {
  return error instanceof Error && error.name === name;
}

/** True for an outage: what the SDK would retry (throttling, 5xx, timeouts, a lost connection). */
export function isServiceUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    isThrottlingError(error as never) ||
    isTransientError(error as never) ||
    isServerError(error as never)
  );
}

/**
 * True for what says nothing of the input, and so passes by: an outage, a service that refuses the function as such
 * (access denied, a table, key or secret that is gone), no way to it, no credentials. Not a `ValidationException`, by which a
 * service refuses one call for what it says; nor an exception of our own code, which the same input would bring again.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function passesBy(error: unknown): boolean {
  if (error instanceof UsersError) return error.code === 'SERVICE_UNAVAILABLE';
  if (error instanceof SetupError || isServiceUnavailable(error)) return true;
  if (!(error instanceof Error) || error.name === 'ValidationException') return false;
  return OF_A_CALL.some((property) => property in error);
}

/** What the SDK gives every error of a call, Node.js one of the system, and the SDK one of missing credentials. */
const OF_A_CALL = ['$metadata', 'syscall', 'tryNextLink'];
