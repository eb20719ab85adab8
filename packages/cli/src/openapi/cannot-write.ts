import { Failure } from '../failure.ts';

/** What to do about a file that can't be written. */
export function cannotWrite(file: string): (error: Error) => never {
  return ({ message }) => {
    throw new Failure(`cannot write ${file}: ${message}; name another file with --output`);
  };
}
