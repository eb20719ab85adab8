import {
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CHEAP_HASHES } from '../../e2e/support/local-system.ts';
import type { AwsClientConfig } from './place.ts';

/** Has the deployed functions hash at the least cost; the template that was deployed stays as it is. */
export async function cheapenHashes(config: AwsClientConfig): Promise<void> {
  const client = new LambdaClient(config);
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName, Environment } of Functions) {
      const variables = Environment?.Variables ?? {};
      if (Object.keys(CHEAP_HASHES).every((name) => !(name in variables))) continue;
      await client.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName,
          Environment: { Variables: { ...variables, ...CHEAP_HASHES } },
        }),
      );
    }
  }
  client.destroy();
}
