/** The outputs of a stack, in AWS or of the stack on this machine. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Failure } from '../failure.ts';
import { describeAwsError, IN_AWS } from './aws-errors.ts';

/** Where a function of an operator is, as options of a command. */
export interface Where {
  readonly stack?: string | undefined;
  readonly url?: string | undefined;
  /** Its name, where the stack has several. */
  readonly function?: string | undefined;
}

export type Outputs = Readonly<Record<string, string>>;

export function outputsOf({ stack, url }: Where): Promise<Outputs> {
  return url === undefined ? stackOutputs(stack ?? '') : localOutputs(url);
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

/** The stack, as errors name it. */
export const named = ({ stack, url }: Where): string => url ?? `stack ${stack}`;

/**
 * The one output of a name; the construct's path is around it.
 *
 * @param question what to look for where there is none
 * @throws Failure where there is none, or several
 */
export function onlyOutput(
  outputs: Outputs,
  output: string,
  where: Where,
  question = 'is there a UsersApi in it?',
): [string, string] {
  const found = Object.entries(outputs).filter(([key]) => key.includes(output));
  const [first, ...others] = found;
  if (!first) {
    throw new Failure(
      `${named(where)} has no output ${output}: ${question} If it has outputs: false, name the function with --function`,
    );
  }
  if (others.length > 0) {
    const names = found.map(([, name]) => name).join(', ');
    throw new Failure(
      `${named(where)} has several UsersApi: choose with --function one of ${names}`,
    );
  }
  return first;
}
