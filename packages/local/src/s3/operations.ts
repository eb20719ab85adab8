import type { IncomingHttpHeaders } from 'node:http';
import type { Buckets } from './buckets.ts';
import { LIST_PARAMETERS, listObjects } from './list-objects.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { S3Error } from './s3-error.ts';
import { element } from './xml.ts';

export interface S3Request {
  readonly method: string;
  /** The path and the query, as they were sent: `/bucket/key?list-type=2`. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Call extends S3Request {
  readonly bucketName: string;
  readonly bucket: ObjectStore;
  readonly key: string;
  readonly query: URLSearchParams;
}

/**
 * PutObject, GetObject, HeadObject, DeleteObject and ListObjectsV2 of the stack's buckets, by the path: that is how the
 * SDK asks an endpoint whose host is an address. Anything else is refused by name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function answerS3(buckets: Buckets, request: S3Request): S3Response {
  try {
    return answer(callOf(buckets, request));
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return refuse(error, request.method);
  }
}

function callOf(buckets: Buckets, request: S3Request): Call {
  const [path = '', ...search] = request.url.split('?');
  const [, bucketName = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decode(path)) ?? [];
  const bucket = buckets.find(bucketName);
  if (bucketName === '') throw notImplemented(`${request.method} without a bucket`);
  if (bucket === undefined) {
    throw new S3Error(404, 'NoSuchBucket', `the stack has no bucket ${bucketName}`);
  }
  return { ...request, bucketName, bucket, key, query: new URLSearchParams(search.join('?')) };
}

function answer(call: Call): S3Response {
  const { method, bucketName, bucket, key, query } = call;
  if (key === '') {
    if (method !== 'GET' || query.get('list-type') !== '2') throw notImplemented(named(call));
    onlyParameters(call, LIST_PARAMETERS);
    return xml(200, listObjects(bucketName, bucket, query));
  }
  onlyParameters(call, []);
  switch (method) {
    case 'PUT':
      return put(call);
    case 'GET':
    case 'HEAD':
      return get(call);
    case 'DELETE':
      onlyIfMatch(call);
      bucket.delete(key);
      return { status: 204, headers: {}, body: NOTHING };
    default:
      throw notImplemented(named(call));
  }
}

function put(call: Call): S3Response {
  const { bucket, key, headers, body } = call;
  if (headers['x-amz-copy-source'] !== undefined) {
    throw notImplemented('PutObject with x-amz-copy-source');
  }
  if (String(headers['content-encoding']).includes('aws-chunked')) {
    throw notImplemented('PutObject of a stream; give it a string or a buffer');
  }
  onlyIfMatch(call);
  if (headers['if-none-match'] !== undefined && bucket.find(key) !== undefined) {
    throw preconditionFailed();
  }
  const { etag } = bucket.put(key, body, keptHeaders(headers));
  return { status: 200, headers: { etag: `"${etag}"` }, body: NOTHING };
}

/**
 * `If-Match`: only if the object still has the content that was read.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 */
function onlyIfMatch({ bucket, key, headers }: Call): void {
  const expected = headers['if-match'];
  if (expected === undefined) return;
  const object = bucket.find(key);
  if (object === undefined) throw noSuchKey();
  if (expected !== '*' && expected.replaceAll('"', '') !== object.etag) throw preconditionFailed();
}

function get({ method, bucket, key, headers }: Call): S3Response {
  const conditions = ['range', 'if-match', 'if-none-match', 'if-modified-since'];
  for (const name of [...conditions, 'if-unmodified-since']) {
    if (headers[name] !== undefined) throw notImplemented(`GetObject with ${name}`);
  }
  const object = bucket.find(key);
  if (object === undefined) throw noSuchKey();
  return {
    status: 200,
    headers: headersOf(object),
    body: method === 'HEAD' ? NOTHING : bucket.content(key),
  };
}

/** What S3 stores with an object and gives back with it. */
const KEPT = /^(content-(type|disposition|encoding|language)|cache-control|x-amz-meta-.+)$/;

function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => KEPT.test(name) && value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

function headersOf({ size, modified, etag, headers }: StoredObject): Record<string, string> {
  return {
    'content-type': 'binary/octet-stream',
    ...headers,
    etag: `"${etag}"`,
    'last-modified': new Date(modified).toUTCString(),
    'content-length': String(size),
  };
}

/** `x-id` only says the operation's name, for those who read logs. */
function onlyParameters(call: Call, known: readonly string[]): void {
  const unknown = [...call.query.keys()].find((name) => name !== 'x-id' && !known.includes(name));
  if (unknown !== undefined) throw notImplemented(`${named(call)} with ${unknown}`);
}

/** What was asked for, by the name that the SDK gives it if it does. */
function named({ method, key, query }: Call): string {
  return query.get('x-id') ?? `${method} of ${key === '' ? 'a bucket' : 'an object'}`;
}

const noSuchKey = () => new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');

function preconditionFailed(): S3Error {
  return new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}

function notImplemented(what: string): S3Error {
  return new S3Error(501, 'NotImplemented', `${what} is not available on this machine`);
}

function refuse({ status, code, message }: S3Error, method: string): S3Response {
  const answered = xml(
    status,
    element('Error', [element('Code', code), element('Message', message)]),
  );
  return method === 'HEAD' ? { ...answered, body: NOTHING } : answered;
}

function xml(status: number, body: string): S3Response {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
  };
}

const NOTHING = Buffer.alloc(0);

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error(400, 'InvalidURI', `Couldn't parse the specified URI ${path}`);
  }
}
