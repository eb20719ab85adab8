import { request } from 'node:http';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { clientConfig } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import { StartedStacks, userIds, write } from './support/started-stacks.ts';

const { start } = new StartedStacks();

describe('the control API', () => {
  test('lists the events and forgets them, with the data, on a reset', async () => {
    const stack = await start();
    await Promise.all([write(stack), write(stack), write(stack)]);
    await eventually(() => stack.events().length === 3);
    const events = await (await fetch(`${stack.url}/_local/events`)).json();
    expect(events).toEqual(stack.events());
    const response = await fetch(`${stack.url}/_local/reset`, { method: 'POST' });
    expect(response.status).toBe(204);
    expect(await (await fetch(`${stack.url}/_local/events`)).json()).toEqual([]);
    const id = await write(stack);
    await eventually(() => stack.events().length > 0);
    expect(userIds(stack)).toEqual([id]);
  });

  test('lets requests under way end before a reset, and others wait for its end', async () => {
    const stack = await start();
    await write(stack);
    const before = Array.from({ length: 10 }, () => write(stack));
    const reset = stack.reset();
    const after = Array.from({ length: 3 }, () => write(stack));
    await Promise.all([...before, reset]);
    const ids = await Promise.all(after);
    // Some of the earlier ten may have come after the reset had begun: their events are there, too.
    await eventually(() => ids.every((id) => userIds(stack).includes(id)));
  });

  test('invokes functions for an AWS SDK, by output, logical id and ARN', async () => {
    const stack = await start();
    const client = new LambdaClient(clientConfig(stack.url));
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:Fixture-Writer';
    for (const name of [String(stack.outputs.WriterName), 'Writer', arn]) {
      const result = await client.send(
        new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ id: name }) }),
      );
      expect(result).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(result.FunctionError).toBeUndefined();
      expect(JSON.parse(result.Payload?.transformToString() ?? '')).toMatchObject({ body: name });
    }
    await eventually(() => stack.events().length === 3);
    client.destroy();
  });

  test('tells an AWS SDK of a failed and of an unknown function', async () => {
    const stack = await start();
    const client = new LambdaClient(clientConfig(stack.url));
    const Payload = JSON.stringify({ pathParameters: { what: 'failure' } });
    const failed = await client.send(new InvokeCommand({ FunctionName: 'Reader', Payload }));
    expect(failed.FunctionError).toBe('Unhandled');
    expect(JSON.parse(failed.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'as told',
    });
    await expect(client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    client.destroy();
  });

  test('has the buckets for an AWS SDK, empty after a reset', async () => {
    const stack = await start();
    const client = new S3Client({
      ...clientConfig(`${stack.url}/_local/s3`),
      forcePathStyle: true,
    });
    const Bucket = String(stack.resolve({ Ref: 'Bucket' }));
    const list = () => client.send(new ListObjectsV2Command({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'given up' }));
    expect((await list()).Contents).toMatchObject([{ Key: 'a/b', Size: 8 }]);
    await fetch(`${stack.url}/_local/reset`, { method: 'POST' });
    expect((await list()).KeyCount).toBe(0);
    client.destroy();
  });

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['another host', { host: 'evil.example' }],
    ['a link or an image of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a link or an image of another port', { 'sec-fetch-site': 'same-site' }],
  ])('is closed to %s', async (_, headers) => {
    const stack = await start();
    for (const [method, target] of [
      ['GET', '/_local/events'],
      ['GET', '/_local/stack'],
      ['POST', '/_local/reset'],
      ['GET', '/_local/s3/fixture-bucket?list-type=2'],
      ['POST', '/2015-03-31/functions/Writer/invocations'],
    ]) {
      const status = await new Promise((resolve) => {
        const sent = request(`${stack.url}${target}`, { method, headers });
        sent.on('response', (response) => resolve(response.resume().statusCode)).end();
      });
      expect({ method, target, status }).toEqual({ method, target, status: 403 });
    }
  });

  test('knows no function whose name is a malformed escape', async () => {
    const stack = await start();
    const url = `${stack.url}/2015-03-31/functions/%zz/invocations`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('has nothing else', async () => {
    const stack = await start();
    expect((await fetch(`${stack.url}/_local/other`)).status).toBe(404);
    expect((await fetch(`${stack.url}/_local/reset`)).status).toBe(404);
  });
});
