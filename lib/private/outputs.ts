import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from './settings/settings';

/** An output of the stack, unless `outputs` says that there are to be none. */
export function addOutput(
  scope: Construct,
  { outputs }: Pick<Settings, 'outputs'>,
  id: string,
  { description, value }: { readonly description: string; readonly value: string },
): void {
  if (outputs) new CfnOutput(scope, id, { description, value });
}
