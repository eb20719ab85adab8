import { LocalError, type LocalErrorCode } from 'cdk-users-api-local/errors';
import { Failure, Misuse } from './failure.ts';

/** What an option is to blame for. */
const MISUSES: readonly LocalErrorCode[] = ['DATA_FOREIGN', 'INVALID_OPTION'];

/** An error of the local runtime as one of the command; others as they are. */
export function localFailure(error: unknown): unknown {
  if (!(error instanceof LocalError)) return error;
  const Kind = MISUSES.includes(error.code) ? Misuse : Failure;
  return new Kind(error.message, error.details);
}
