import type { ObjectStore, StoredObject } from './object-store.ts';
import { S3Error } from './s3-error.ts';
import { element } from './xml.ts';

/** The most that S3 lists at a time. */
const MOST = 1_000;

/** Parameters of ListObjectsV2 that are kept; another one would change what a caller expects. */
export const LIST_PARAMETERS = [
  'list-type',
  'prefix',
  'start-after',
  'continuation-token',
  'max-keys',
  'encoding-type',
  'fetch-owner',
];

/**
 * ListObjectsV2: a page of a bucket's objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjects(name: string, bucket: ObjectStore, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : keyOf(token);
  const most = maxKeys(query.get('max-keys'));
  const encoded = query.get('encoding-type') === 'url';
  const all = bucket
    .list()
    .filter(({ key }) => key.startsWith(prefix) && (after === '' || isAfter(key, after)));
  const page = all.slice(0, most);
  const last = page.at(-1);
  const isTruncated = page.length < all.length && last !== undefined;
  const text = (key: string) => (encoded ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
  return element('ListBucketResult', [
    element('Name', name),
    element('Prefix', text(prefix)),
    element('KeyCount', page.length),
    element('MaxKeys', most),
    ...(encoded ? [element('EncodingType', 'url')] : []),
    ...(token === null ? [] : [element('ContinuationToken', token)]),
    ...(isTruncated ? [element('NextContinuationToken', tokenOf(last.key))] : []),
    element('IsTruncated', isTruncated),
    ...page.map((object) => contents(object, text)),
  ]);
}

function contents({ key, size, modified, etag }: StoredObject, text: (key: string) => string) {
  return element('Contents', [
    element('Key', text(key)),
    element('LastModified', new Date(modified).toISOString()),
    element('ETag', `"${etag}"`),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
  ]);
}

function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

function maxKeys(text: string | null): number {
  const number = Number(text ?? MOST);
  if (!Number.isInteger(number) || number < 0) {
    throw new S3Error(400, 'InvalidArgument', `max-keys: got ${text}, expected a whole number`);
  }
  return Math.min(number, MOST);
}

/** As in S3, nobody can read a token. */
const tokenOf = (key: string) => Buffer.from(key).toString('base64url');
const keyOf = (token: string) => Buffer.from(token, 'base64url').toString('utf8');
