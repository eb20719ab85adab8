import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { AwsClientConfig } from '../deploy/support/place.ts';

/** Seconds that Lambda may take to make a change of a function. */
const PATIENCE = 60;

/** Sets variables of a function, beside those that it has. */
export async function setVariables(
  config: AwsClientConfig,
  FunctionName: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const lambda = new LambdaClient(config);
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, ...variables };
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
  );
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: PATIENCE }, { FunctionName });
}

/** Gives a function new environments, which have read nothing yet: its next call is a cold start. */
export function restart(config: AwsClientConfig, name: string): Promise<void> {
  return setVariables(config, name, { RESTARTED_AT: new Date().toISOString() });
}
