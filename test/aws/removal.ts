import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { AwsClientConfig, DeploymentPlace } from '../deploy/support/place.ts';
import type { DeployedStack } from '../deploy/support/stack.ts';
import type { Context } from './check.ts';
import { whatIsLeft } from './left.ts';

/** Milliseconds in which the index of tags may still have what is gone. */
const INDEX_MS = 180_000;

/** Empties the buckets of a stack, as CloudFormation deletes none that has something in it. */
async function emptyBuckets(stack: DeployedStack, config: AwsClientConfig): Promise<void> {
  const s3 = new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });
  // Where there is no stack there is nothing to empty.
  const buckets = await stack.resources('AWS::S3::Bucket').catch(() => new Map<string, string>());
  for (const Bucket of buckets.values()) while (await emptySome(s3, Bucket));
}

/** @returns whether there may be more */
async function emptySome(s3: S3Client, Bucket: string): Promise<boolean> {
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
    ({ Key, VersionId }) => ({ Key, VersionId }),
  );
  if (Objects.length === 0) return false;
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  return page.IsTruncated === true;
}

/** Removes whatever a run has made, however far it came. */
export async function removeAll({ cdk, assembly, stacks, place }: Context): Promise<void> {
  for (const stack of Object.values(stacks)) await emptyBuckets(stack, place.clientConfig);
  await cdk.destroyAssembly(assembly);
}

/** What is left once the index of tags has caught up, or had the time to. */
export async function leftInTheEnd(place: DeploymentPlace, run: string): Promise<string[]> {
  const isAws = place.endpoint === undefined;
  let left: string[] = [];
  const look = async () => {
    left = await whatIsLeft(place.clientConfig, run);
    return left.length === 0 || undefined;
  };
  // Where there is no such index, the first look counts.
  if (isAws) await eventually(look, 'nothing that is left', INDEX_MS).catch(() => undefined);
  else await look();
  return left;
}
