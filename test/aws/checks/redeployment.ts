import { ListSecretVersionIdsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context } from '../check.ts';
import { differs, type Findings, pass } from '../finding.ts';
import { STACKS } from '../stacks.ts';

/** A deployment that changes only tags, which CloudFormation hands on to every resource. */
export async function checkRedeployment(context: Context): Promise<Findings> {
  const before = await versions(context);
  const { cdk, assembly, run } = context;
  const options = [STACKS.main, '--tags', `cdk-users-api:redeployment=${run}`];
  await cdk.deployAssembly(assembly, options);
  const after = await versions(context);
  const changed = Object.keys(before).filter((id) => after[id]?.join() !== before[id]?.join());
  const seen = `${changed.length} of ${Object.keys(before).length} secrets changed ${changed.join(' ')}`;
  return { 'redeployed-secrets': changed.length === 0 ? pass(seen) : differs(seen) };
}

/** The versions of all secrets that have a stage. */
async function versions({ place, stacks }: Context): Promise<Record<string, string[]>> {
  const client = new SecretsManagerClient(place.clientConfig);
  const secrets = await stacks.main.resources('AWS::SecretsManager::Secret');
  const all: Record<string, string[]> = {};
  for (const [id, SecretId] of secrets) {
    const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId }));
    all[id] = Versions.map(
      ({ VersionId, VersionStages }) => `${VersionStages} ${VersionId}`,
    ).sort();
  }
  return all;
}
