import { describeProblems, type InvalidFieldsError, VALIDATION_ERROR } from '../users/errors.ts';

/** A request that HTTP itself refuses, before any use case sees it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: 413 | 415, code: string) {
    super(code);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** API Gateway answers 401 where an authorizer fails with this message, and 500 with any other. */
export class UnauthorizedError extends Error {
  constructor() {
    super('Unauthorized');
  }
}

/** One problem of a 422. */
export interface Problem {
  /** Where: `body` or `query`, then the path in it. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  /** Slug of the kind of problem. */
  readonly type: string;
}

/** Input that does not match its schema, with every problem. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  readonly code = VALIDATION_ERROR;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    // Without `body` or `query`, which a caller of the function doesn't know.
    super(describeProblems(problems.map(({ loc, msg }) => ({ path: loc.slice(1), message: msg }))));
    this.problems = problems;
  }
}

/** Problems of custom fields, as those of fields of a body. */
export function toProblems({ problems }: InvalidFieldsError): readonly Problem[] {
  return problems.map(({ path, message, type }) => ({
    loc: ['body', ...path],
    msg: message,
    type,
  }));
}
