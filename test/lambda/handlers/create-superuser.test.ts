import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestSecret } from '../../support/aws/aws-clients.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

describe('the function that makes a superuser of the deployment', () => {
  const log = capturedLog();
  const answers: { Status: string; Reason?: string }[] = [];
  const cloudFormation = createServer(async (request, response) => {
    answers.push((await json(request)) as { Status: string });
    response.end();
  });
  let runtime: TestRuntime;
  let ResponseURL: string;

  beforeAll(async () => {
    await once(cloudFormation.listen(0, '127.0.0.1'), 'listening');
    ResponseURL = `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/`;
  });
  beforeEach(async () => {
    answers.length = 0;
    runtime = await startRuntime({
      SUPERUSER: '{"email":"root@example.com"}',
      SUPERUSER_PASSWORD_SECRET_ARN: TestSecret.ARN,
      AWS_ENDPOINT_URL: ResponseURL,
    });
  });
  afterEach(() => runtime.stop());
  afterAll(() => void cloudFormation.close());

  /** Calls it as CloudFormation does, and returns the answer and whether it made a superuser. */
  async function asked(request: object) {
    const before = log.info.length;
    const handler = await runtime.handler<(event: object) => Promise<void>>('create-superuser');
    const ids = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Root' };
    await handler({ ...ids, ResponseURL, ...request });
    const made = log.info.slice(before).some((line) => Object(line).created === true);
    return { status: answers.pop()?.Status, made };
  }
  const update = (before: string, now: string) => ({
    RequestType: 'Update',
    PhysicalResourceId: 'Root',
    ResourceProperties: { Email: now },
    OldResourceProperties: { Email: before },
  });

  test('makes one at the creation, and none where there is one', async () => {
    const made = { status: 'SUCCESS', made: true };
    expect(await asked({ RequestType: 'Create' })).toEqual(made);
    expect(await asked({ RequestType: 'Create' })).toEqual({ ...made, made: false });
  });

  test('brings nobody back with an update that leaves the address, in whatever case', async () => {
    const nothing = { status: 'SUCCESS', made: false };
    const same = 'root@example.com';
    expect(await asked(update(same, same))).toEqual(nothing);
    expect(await asked(update('Root@Example.com', same))).toEqual(nothing);
    expect(runtime.table.operations).toEqual([]);
  });

  test('makes one at an update to another address', async () => {
    expect(await asked(update('ada@example.com', 'root@example.com'))).toEqual({
      status: 'SUCCESS',
      made: true,
    });
  });

  test('does nothing at a deletion, and refuses every other request', async () => {
    expect(await asked({ RequestType: 'Delete', PhysicalResourceId: 'Root' })).toEqual({
      status: 'SUCCESS',
      made: false,
    });
    expect(await asked({ RequestType: 'Read' })).toEqual({ status: 'FAILED', made: false });
    expect(await asked({ RequestType: undefined })).toEqual({ status: 'FAILED', made: false });
    expect(runtime.table.operations).toEqual([]);
  });
});
