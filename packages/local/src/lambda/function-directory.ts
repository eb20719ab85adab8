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

  /**
   * @param reference a name, an ARN, a logical id, or the ARN with which API Gateway invokes, which
   * ends in `/invocations`.
   */
  find(reference: string): LambdaFunction | undefined {
    const plain = reference
      .replace(/^arn:aws:apigateway:.*\/functions\/(.*)\/invocations$/, '$1')
      .replace(/:\$LATEST$/, '');
    return this.#functions.find(({ definition: { name, arn, logicalId } }) =>
      [name, arn, logicalId].includes(plain),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#functions.map((one) => one.stop()));
  }
}
