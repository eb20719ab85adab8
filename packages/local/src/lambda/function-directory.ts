import type { LambdaFunction } from './function.ts';

/** The functions of a stack, found by any of their names. */
export class FunctionDirectory {
  readonly #functions: readonly LambdaFunction[];

  constructor(functions: readonly LambdaFunction[]) {
    this.#functions = functions;
  }

  /** Logical ids. */
  get names(): readonly string[] {
    return this.#functions.map(({ definition }) => definition.logicalId);
  }

  /** Folders of their code. */
  get directories(): readonly string[] {
    return this.#functions.map(({ definition }) => definition.directory);
  }

  /**
   * Lets the functions run what is now in these folders.
   *
   * @returns their logical ids
   */
  async renew(directories: readonly string[]): Promise<string[]> {
    const concerned = this.#functions.filter(({ definition }) =>
      directories.includes(definition.directory),
    );
    await Promise.all(concerned.map((one) => one.renew()));
    return concerned.map(({ definition }) => definition.logicalId);
  }

  /**
   * @param reference a name, an ARN, a logical id, or the ARN with which API Gateway invokes, which
   * ends in `/invocations`; name and ARN also with an alias or a version behind them.
   */
  find(reference: string): LambdaFunction | undefined {
    const called = calledBy(reference);
    return this.#functions.find(({ definition: { name, arn, logicalId, qualifiers } }) =>
      [
        ...[name, arn, logicalId],
        ...['$LATEST', ...qualifiers].flatMap((each) => [`${name}:${each}`, `${arn}:${each}`]),
      ].includes(called),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#functions.map((one) => one.stop()));
  }
}

/** What is called, without what API Gateway puts around its ARN. */
export function calledBy(reference: string): string {
  return reference.replace(/^arn:aws:apigateway:.*\/functions\/(.*)\/invocations$/, '$1');
}
