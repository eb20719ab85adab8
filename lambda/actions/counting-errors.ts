import { tableName } from '../../lib/contract/action.ts';
import type { Runtime } from '../composition/runtime.ts';
import { HttpError, UnauthorizedError, ValidationError } from '../http/errors.ts';
import { printCount } from '../print-count.ts';
import { InvalidFieldsError, InvalidInputError, UsersError } from '../users/errors.ts';
import { HookRefusal } from '../users/model/hooks.ts';

type Handler = (event: never, ...others: never[]) => unknown;

/**
 * What Lambda calls for an action. Whatever the function failed to do counts as an error of its users API:
 * it threw, answered 5xx, reported a batch that has to come again, or couldn't be made at all. Only a
 * function that is stopped from outside, for want of memory, say, doesn't get to count itself.
 */
export async function countingErrors(
  rt: Runtime,
  make: (rt: Runtime) => Promise<Handler>,
): Promise<(event: never, context: never) => Promise<unknown>> {
  const count = () => printCount({ tableName: rt.get(tableName), clock: rt.clock }, 'Errors');
  const counted = async <Result>(run: () => Result | Promise<Result>): Promise<Result> => {
    try {
      return await run();
    } catch (error) {
      if (!isRefusal(error)) count();
      throw error;
    }
  };
  const handler = await counted(() => make(rt));
  return async (event, context) => {
    const result = await counted(() => handler(event, context));
    if (isFailure(result) || Object(event).failed) count();
    return result;
  };
}

function isFailure(result: unknown): boolean {
  const { statusCode = 0, batchItemFailures = [] } = Object(result);
  return statusCode >= 500 || batchItemFailures.length > 0;
}

/**
 * What operators, and API Gateway of an authorizer, are told by an error that Lambda hands on: the input was
 * wrong, not the function.
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof UsersError) return error.code !== 'SERVICE_UNAVAILABLE';
  return [
    HttpError,
    UnauthorizedError,
    ValidationError,
    InvalidFieldsError,
    InvalidInputError,
    HookRefusal,
  ].some((refusal) => error instanceof refusal);
}
