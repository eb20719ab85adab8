import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Bucket } from '../../../../lambda/adapters/s3/bucket.ts';
import { ENVIRONMENT } from '../../../support/aws/json-clients.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import { TestBucket } from '../../../support/aws/test-bucket.ts';

const KEY = 'set-aside/2026/01/01/2026-01-01T00.00.00-1';

describe('a bucket', () => {
  withoutWaiting();
  let service: TestBucket;

  beforeAll(async () => {
    service = await TestBucket.start();
  });
  afterAll(() => service.stop());
  beforeEach(() => {
    service.objects.clear();
    service.requests.length = 0;
    service.failures = [];
  });

  test('is given an object whole, by a request that is signed as S3 wants it', async () => {
    const body = JSON.stringify({ text: 'für Ada' });
    await new Bucket(service.url, ENVIRONMENT).put(KEY, body);
    expect([...service.objects]).toEqual([[`/${KEY}`, body]]);
  });

  test('is given it with the token of a role, which the signature includes', async () => {
    const environment = { ...ENVIRONMENT, AWS_SESSION_TOKEN: 'role' };
    await new Bucket(service.url, environment).put(KEY, '{}');
    expect([...service.objects.keys()]).toEqual([`/${KEY}`]);
  });

  test('is asked for by its name below an endpoint that stands in for S3', async () => {
    const url = 'https://users-failures-1.s3.us-east-1.amazonaws.com';
    for (const endpoint of [service.url, `${service.url}/s3/`]) {
      await new Bucket(url, { ...ENVIRONMENT, AWS_ENDPOINT_URL_S3: endpoint }).put(KEY, '{}');
    }
    const path = `/users-failures-1/${KEY}`;
    expect([...service.objects.keys()]).toEqual([path, `/s3${path}`]);
  });

  test('is asked again where it fails, three times at most', async () => {
    const bucket = new Bucket(service.url, ENVIRONMENT);
    service.failures = [500, 503];
    await bucket.put(KEY, '{}');
    expect(service.requests).toHaveLength(3);
    service.failures = [500, 500, 500];
    await expect(bucket.put(KEY, '{}')).rejects.toThrow(
      'S3 answers PutObject with 500: InternalError',
    );
    expect(service.requests).toHaveLength(6);
  });

  test('that refuses the caller is an error with its code', async () => {
    const environment = { ...ENVIRONMENT, AWS_SECRET_ACCESS_KEY: 'another' };
    const bucket = new Bucket(service.url, environment);
    await expect(bucket.put(KEY, '{}')).rejects.toThrow(
      'S3 answers PutObject with 403: SignatureDoesNotMatch',
    );
  });

  test('that is not there is an error', async () => {
    const bucket = new Bucket('http://127.0.0.1:1', ENVIRONMENT);
    await expect(bucket.put(KEY, '{}')).rejects.toThrow('ECONNREFUSED');
  });
});
