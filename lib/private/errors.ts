import { Token } from 'aws-cdk-lib';

/** What stands for a value that only the deployment knows. */
const TOKEN = 'a token';

/** What is wrong with one setting, and what to do about it. */
interface Problem {
  readonly got: unknown;
  readonly expected: string;
  readonly fix: string;
}

/**
 * A setting that can't work. It is thrown before any resource is made, so a failed synth leaves
 * nothing half-built behind. Not part of the public API (jsii can't export errors): tell it by its
 * `name`.
 */
export class UsersApiError extends Error {
  override readonly name = 'UsersApiError';
  /** The setting at fault, such as `authBackends`. */
  readonly setting: string;

  constructor(setting: string, { got, expected, fix }: Problem) {
    const found = shown(got);
    const when = found.startsWith(TOKEN) ? ', known at synth' : '';
    super(`${setting}: got ${found}, expected ${expected}${when}; ${fix}`);
    this.setting = setting;
  }
}

/** Those that begin with a path. */
const NAMED = new WeakSet<Error>();

/**
 * Puts the path of the construct that refuses in front, once: that of the innermost one. The CDK's refusals of
 * what was passed on to it get it too: theirs, at the end, is that of a part inside.
 */
export function withPath<T extends Error>(error: T, path: string): T {
  if (NAMED.has(error)) return error;
  NAMED.add(error);
  // The stack begins with the message as it is when the stack is first read, and it is what an uncaught error prints.
  const { message, stack } = error;
  error.message = `${path}: ${message}`;
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  return error;
}

/** Values that were given are quoted; a description of what was found is given as a `Found`. */
function shown(got: unknown): string {
  if (got instanceof Found) return got.description;
  return typeof got === 'string' || Token.isUnresolved(got) ? quoted(got) : String(got);
}

/** A text in quotes, or what it is if only the deployment knows it. */
export function quoted(text: unknown): string {
  return Token.isUnresolved(text) ? TOKEN : JSON.stringify(text);
}

/** Something that was got and has no short literal, such as a table without a stream. */
export class Found {
  readonly description: string;

  constructor(description: string) {
    this.description = description;
  }
}

/** The value if it is known at synth; `undefined` where it is a token or was not given. */
export function known<T>(value: T | undefined): T | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
