/** The functions of a stack that an operator calls, in AWS or in the stack on this machine. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Failure } from '../failure.ts';
import { describeAwsError, IN_AWS } from './aws-errors.ts';
import { localConfig } from './local-config.ts';
import { onlyOutput, outputsOf, type Where } from './stack-outputs.ts';

/** The function was called, and failed. */
export class FunctionFailure extends Failure {
  override readonly name = 'FunctionFailure';
}

/**
 * The function whose name is in an output of the stack.
 *
 * @param output the part of the output's logical id that names it; the construct's path is around it
 * @returns calls it
 * @throws Failure
 */
export async function stackFunction(
  where: Where,
  output: string,
): Promise<(input: object) => Promise<unknown>> {
  const name = where.function ?? onlyOutput(await outputsOf(where), output, where)[1];
  return functionNamed(name, where);
}

/** As `stackFunction`, of a function that only a prop makes; with its name, which tells one stack from another. */
export async function optionalFunction(
  where: Where,
  output: string,
  prop: string,
): Promise<{ readonly name: string; readonly call: (input: object) => Promise<unknown> }> {
  const question = `does its UsersApi have ${prop}?`;
  const name = where.function ?? onlyOutput(await outputsOf(where), output, where, question)[1];
  return { name, call: functionNamed(name, where) };
}

/** Calls a function, whose name is known. */
export function functionNamed(
  name: string,
  { url }: Pick<Where, 'url'>,
): (input: object) => Promise<unknown> {
  const lambda = new LambdaClient(url === undefined ? {} : localConfig(url));
  return async (input) => {
    const answer = await lambda
      .send(new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(input)) }))
      .catch((error) => {
        throw describeAwsError(error, `function ${name}`, url === undefined ? IN_AWS : `at ${url}`);
      });
    const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null');
    if (answer.FunctionError) {
      throw new FunctionFailure(payload?.errorMessage ?? answer.FunctionError);
    }
    return payload;
  };
}
