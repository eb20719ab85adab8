import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';

/** The contents of a bucket by their keys. */
export async function storedObjects(
  endpoint: string,
  bucket: string,
): Promise<ReadonlyMap<string, string>> {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const objects = new Map<string, string>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      objects.set(String(Key), (await Body?.transformToString()) ?? '');
    }
  }
  client.destroy();
  return objects;
}
