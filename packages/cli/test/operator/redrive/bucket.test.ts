import { afterAll, expect, test } from '@jest/globals';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { Bucket } from '../../../src/operator/redrive/bucket.ts';
import { startUndeliveredStack } from '../../support/undelivered-stack.ts';

afterAll(removeTemporaryDirectories);

test('every page of a bucket is read, with more objects than S3 lists at a time', async () => {
  const stack = await startUndeliveredStack();
  const keys = Array.from({ length: 1_001 }, (_, index) => `key-${index}`);
  for (const key of keys) stack.put(key, '{}');
  const read = await new Bucket('failures', stack).keys();
  stack.stop();
  expect([...read].sort()).toEqual(keys.sort());
});

test('an object that another operator has deleted in between is none', async () => {
  const stack = await startUndeliveredStack();
  expect(await new Bucket('failures', stack).read('gone')).toBeUndefined();
  stack.stop();
});
