import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PrivateServer } from '../../src/private-server.ts';
import { Buckets } from '../../src/s3/buckets.ts';
import { startS3Server } from '../../src/s3/server.ts';
import { clientConfig } from '../support/engine.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

const Bucket = 'failures';

describe('S3 on this machine', () => {
  const folder = temporaryDirectory();
  const buckets = new Buckets([Bucket, 'other'], folder);
  let server: PrivateServer;
  let client: S3Client;

  beforeAll(async () => {
    server = await startS3Server(buckets);
    client = new S3Client(clientConfig(server.endpoint));
  });
  beforeEach(() => buckets.clear());
  afterAll(() => {
    client?.destroy();
    server?.stop();
    removeTemporaryDirectories();
  });

  const put = (
    Key: string,
    Body: string,
    more: { IfNoneMatch?: string; IfMatch?: string | undefined } = {},
  ) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = async (Key: string, of = client) => {
    const { Body } = await of.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };
  const list = (input: Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]> = {}) =>
    client.send(new ListObjectsV2Command({ Bucket, ...input }));

  test('gives back what was put, with its type, its metadata and its time', async () => {
    const before = Date.now();
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a/b',
        Body: '{"n":1}',
        ContentType: 'application/json',
        Metadata: { origin: 'relay' },
      }),
    );
    const { Body, ...described } = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b' }));
    expect(await Body?.transformToString()).toBe('{"n":1}');
    expect(described).toMatchObject({
      ContentLength: 7,
      ContentType: 'application/json',
      ETag: `"${createHash('md5').update('{"n":1}').digest('hex')}"`,
      Metadata: { origin: 'relay' },
    });
    const { LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key: 'a/b' }));
    expect(Number(LastModified)).toBeGreaterThan(before - 2_000);
  });

  test.each([
    'aws/lambda/14c5/shardId-00000001/2026/11/27/2026-11-27T03.00.00-1f',
    'a b+c&d=e?f#g%h',
    '日本/🔑',
    '../../escaped',
    '<xml>&"',
    `${'long/'.repeat(200)}end`,
  ])('takes any key: %.40s', async (key) => {
    await put(key, key);
    expect(await get(key)).toBe(key);
    expect((await list()).Contents?.map(({ Key }) => Key)).toEqual([key]);
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('lists page by page, in the order of the keys, those with a prefix', async () => {
    for (const key of ['b/3', 'a/1', 'b/1', 'b/2', 'B/0', 'c']) await put(key, key);
    const pages = [];
    let token: string | undefined;
    do {
      const page = await list({ Prefix: 'b/', MaxKeys: 2, ContinuationToken: token });
      pages.push(page.Contents?.map(({ Key }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(pages).toEqual([['b/1', 'b/2'], ['b/3']]);
    expect(await list({ StartAfter: 'b/2' })).toMatchObject({ KeyCount: 2, IsTruncated: false });
    const [first] = (await list()).Contents ?? [];
    expect(first).toMatchObject({ Key: 'B/0', Size: 3, LastModified: expect.any(Date) });
    const other = await client.send(new ListObjectsV2Command({ Bucket: 'other' }));
    expect(other).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  test('replaces an object, except where it must not be there yet', async () => {
    await put('key', 'one');
    await put('key', 'two');
    await expect(put('key', 'three', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await get('key')).toBe('two');
    await put('new', 'one', { IfNoneMatch: '*' });
  });

  test('replaces and deletes an object only as it was read, with its ETag', async () => {
    const { ETag: old } = await put('key', 'one');
    const { ETag: now } = await put('key', 'two', { IfMatch: old });
    const changed = { name: 'PreconditionFailed' };
    await expect(put('key', 'three', { IfMatch: old })).rejects.toMatchObject(changed);
    const remove = (IfMatch: string | undefined) =>
      client.send(new DeleteObjectCommand({ Bucket, Key: 'key', IfMatch }));
    await expect(remove(old)).rejects.toMatchObject(changed);
    expect(await get('key')).toBe('two');
    await remove(now);
    const gone = { name: 'NoSuchKey' };
    await expect(put('key', 'four', { IfMatch: '*' })).rejects.toMatchObject(gone);
    await expect(remove(now)).rejects.toMatchObject(gone);
    expect((await list()).KeyCount).toBe(0);
  });

  test('deletes what is not there', async () => {
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'nothing' }));
    expect((await list()).KeyCount).toBe(0);
  });

  test('keeps objects over a restart, in files that only their owner reads', async () => {
    await put('kept', 'content\nof two lines');
    const bucket = new Buckets([Bucket], folder).find(Bucket);
    expect(bucket?.list().map(({ key }) => key)).toEqual(['kept']);
    expect(bucket?.content('kept').toString()).toBe('content\nof two lines');
    const files = readdirSync(path.join(folder, Bucket));
    expect(files).toHaveLength(1);
    for (const file of files) {
      expect(statSync(path.join(folder, Bucket, file)).mode & 0o777).toBe(0o600);
    }
  });

  test('names a bucket that the stack lacks', async () => {
    const asked = client.send(new ListObjectsV2Command({ Bucket: 'strange' }));
    await expect(asked).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'the stack has no bucket strange',
    });
  });

  test.each([
    [
      'CopyObject',
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'other/key' }),
      'PutObject with x-amz-copy-source is not available on this machine',
    ],
    [
      'a multipart upload',
      new CreateMultipartUploadCommand({ Bucket, Key: 'large' }),
      'POST of an object with uploads is not available on this machine',
    ],
    [
      'a part of an object',
      new GetObjectCommand({ Bucket, Key: 'key', Range: 'bytes=0-1' }),
      'GetObject with range is not available on this machine',
    ],
    [
      'a list by folders',
      new ListObjectsV2Command({ Bucket, Delimiter: '/' }),
      'GET of a bucket with delimiter is not available on this machine',
    ],
  ])('refuses %s by name', async (_, command, message) => {
    await expect(client.send(command as GetObjectCommand)).rejects.toMatchObject({
      name: 'NotImplemented',
      message,
    });
  });
});
