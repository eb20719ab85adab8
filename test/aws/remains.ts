import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { DeploymentPlace } from '../deploy/support/place.ts';
import { STACKS } from './stacks.ts';

/**
 * Stacks of these names are of another run, which may still go on.
 *
 * @throws Error if there are any
 */
export async function refuseRemains({ clientConfig }: DeploymentPlace): Promise<void> {
  const client = new CloudFormationClient(clientConfig);
  for (const StackName of Object.values(STACKS)) {
    const there = await client
      .send(new DescribeStacksCommand({ StackName }))
      .catch(() => undefined);
    if (there === undefined) continue;
    throw new Error(
      `stack: got ${StackName} in the account, expected none; another run made it: ` +
        `aws cloudformation delete-stack --stack-name ${StackName} removes it`,
    );
  }
}
