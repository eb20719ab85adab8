import type { RefusalCode } from '../../lib/contract/index.ts';

/** Every code that a use case can refuse with. */
export type UsersErrorCode = RefusalCode;

/** A refusal that the caller is told about by its code. */
export class UsersError extends Error {
  override readonly name = 'UsersError';
  readonly code: UsersErrorCode;
  /**
   * For a rejected password: why, in words for the user; for a provider's refusal: its error code.
   */
  readonly reason: string | undefined;
  /** Of a refusal that passes: whole seconds, at least 1. */
  readonly retryAfter: number | undefined;

  constructor(
    code: UsersErrorCode,
    options: { reason?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(options.reason === undefined ? code : `${code}: ${options.reason}`, {
      cause: options.cause,
    });
    this.code = code;
    this.reason = options.reason;
    this.retryAfter = options.retryAfter;
  }
}

/** What is wrong with what a function works with, and not with its input: an operator has to correct it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** One problem of a custom field, or of all together if the path is empty. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Slug of the kind of problem. */
  readonly type: string;
}

/** The code of input that has problems. */
export const VALIDATION_ERROR = 'VALIDATION_ERROR';

/** What an operator reads of the problems of input: Lambda hands an error's message to the invoker, and nothing else of it. */
export function describeProblems(problems: readonly Omit<FieldProblem, 'type'>[]): string {
  const described = problems.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  return [VALIDATION_ERROR, ...(described.length > 0 ? [described.join('; ')] : [])].join(': ');
}

/** Custom fields that the user model refuses, with every problem; answered as 422. */
export class InvalidFieldsError extends Error {
  override readonly name = 'InvalidFieldsError';
  readonly code = VALIDATION_ERROR;
  readonly problems: readonly FieldProblem[];

  constructor(problems: readonly FieldProblem[]) {
    super(describeProblems(problems));
    this.problems = problems;
  }
}

/** A value of a request's query or body that only the use case can judge: answered as 422. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  /** Where it is, such as `['query', 'cursor']`. */
  readonly loc: readonly string[];
  /** Slug of the kind of problem. */
  readonly type: string;

  constructor(loc: readonly string[], type: string, message: string) {
    super(message);
    this.loc = loc;
    this.type = type;
  }
}
