/** The functions of a stack that an operator calls, in AWS or in the stack on this machine. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { Failure } from '../failure.ts';
import { describeAwsError } from './aws-errors.ts';

/** Where the function is, as options of a command. */
export interface Where {
  readonly stack?: string | undefined;
  readonly url?: string | undefined;
  /** Its name, where the stack has several. */
  readonly function?: string | undefined;
}

const IN_AWS = 'in this account and region; AWS_PROFILE and AWS_REGION choose others';

type Outputs = Readonly<Record<string, string>>;

/**
 * The function whose name is in an output of the stack.
 *
 * @param output the part of the output's logical id that names it; the construct's path is around it
 * @returns calls it
 * @throws Failure
 */
export async function stackFunction(
  { stack, url, function: named }: Where,
  output: string,
): Promise<(input: object) => Promise<unknown>> {
  const outputs = () => (url === undefined ? stackOutputs(stack ?? '') : localOutputs(url));
  const name = named ?? functionName(await outputs(), output, url ?? `stack ${stack}`);
  const lambda = new LambdaClient(url === undefined ? {} : localConfig(url));
  return async (input) => {
    const answer = await lambda
      .send(new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(input)) }))
      .catch((error) => {
        throw describeAwsError(error, `function ${name}`, url === undefined ? IN_AWS : `at ${url}`);
      });
    const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString('utf8') || 'null');
    if (answer.FunctionError) throw new Failure(payload?.errorMessage ?? answer.FunctionError);
    return payload;
  };
}

function localConfig(url: string): LambdaClientConfig {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  // Of the machine: a base path is only the API's.
  return { endpoint: new URL(url).origin, region: 'local', credentials };
}

async function stackOutputs(stack: string): Promise<Outputs> {
  const answer = await new CloudFormationClient()
    .send(new DescribeStacksCommand({ StackName: stack }))
    .catch((error) => {
      throw describeAwsError(error, `stack ${stack}`, IN_AWS);
    });
  const outputs = answer.Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map((one) => [one.OutputKey ?? '', one.OutputValue ?? '']));
}

async function localOutputs(url: string): Promise<Outputs> {
  const answer = await fetch(new URL('/_local/stack', url)).catch(() => {
    throw new Failure(
      `nothing answers at ${url}: run cdk-users-api dev, or give the URL that it prints`,
    );
  });
  if (!answer.ok) throw new Failure(`${url} is no local stack: /_local/stack is ${answer.status}`);
  const { outputs } = (await answer.json().catch(() => ({}))) as { outputs?: Outputs };
  if (outputs === undefined) throw new Failure(`${url} is no local stack: it has no outputs`);
  return outputs;
}

function functionName(outputs: Outputs, output: string, where: string): string {
  const found = Object.entries(outputs).filter(([key]) => key.includes(output));
  const [first, ...others] = found;
  if (!first) {
    throw new Failure(
      `${where} has no output ${output}: is there a UsersApi in it? If it has outputs: false, name the function with --function`,
    );
  }
  if (others.length > 0) {
    const names = found.map(([, name]) => name).join(', ');
    throw new Failure(`${where} has several UsersApi: choose with --function one of ${names}`);
  }
  return first[1];
}
