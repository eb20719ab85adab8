import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import { secretsManager } from 'cdk-users-api-local/secrets/operations';
import { SecretStore } from 'cdk-users-api-local/secrets/secret-store';
import type { Secrets } from '../../../lambda/adapters/secrets-manager/secrets.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { secretsAt } from '../../support/aws/json-clients.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { makeHandler } from '../../support/runtime/runtime.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'first-keys-'));

describe('the function that CloudFormation calls for the first keys', () => {
  const log = capturedLog();
  let store: SecretStore;
  let url: string;
  let client: Secrets;
  let stop: () => void;
  let status = 200;
  const answers: unknown[] = [];
  let count = 0;

  beforeAll(async () => {
    const place = { account: '111122223333', region: 'us-east-1' };
    store = new SecretStore(path.join(folder, 'secrets.json'), place);
    const server = await startAwsJsonServer(secretsManager(store, async () => undefined));
    client = secretsAt(server.endpoint);
    const cloudFormation = createServer(async (request, response) => {
      const { method, headers } = request;
      answers.push({ method, type: headers['content-type'], body: await json(request) });
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(cloudFormation, 'listening');
    const { port } = cloudFormation.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/answer?signature=presigned`;
    stop = () => {
      server.stop();
      cloudFormation.close();
      cloudFormation.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  beforeEach(() => {
    count += 1;
    status = 200;
    answers.length = 0;
  });
  afterEach(() => expect(JSON.stringify(log)).not.toContain('presigned'));
  afterAll(() => stop());

  const secret = (name: string) =>
    store.ensure(`${name}-${count}`, { SecretString: '{"keys":[]}' }).arn;
  const keysIn = (name: string): { kid: string }[] => {
    const { versions = [] } = store.find(secret(name)) ?? {};
    const current = versions.find(({ stages }) => stages.includes('AWSCURRENT'));
    return JSON.parse(current?.value ?? '').keys;
  };
  const ids = () => ({
    signing: keysIn('signing').map(({ kid }) => kid),
    published: keysIn('public').map(({ kid }) => kid),
  });

  /** Calls the function, and returns what CloudFormation is told. */
  async function told(request: object, signingSecretArn = secret('signing')): Promise<unknown> {
    const pair = { algorithm: 'ES256', signingSecretArn, publicSecretArn: secret('public') };
    const rt = runtime(
      // A stand-in for AWS is called, at whose URL answers are taken.
      { KEY_ROTATIONS: JSON.stringify([pair]), AWS_ENDPOINT_URL: 'http://127.0.0.1' },
      { parts: { secretsManager: client } },
    );
    const handler = await makeHandler<(event: object) => Promise<void>>(rt, 'rotate-keys');
    const ids = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'FirstKeys' };
    await handler({ ...ids, ResponseURL: url, ...request });
    return answers.pop();
  }
  const answer = (PhysicalResourceId: string, outcome: object) => ({
    method: 'PUT',
    type: '',
    body: {
      ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'FirstKeys' },
      ...{ PhysicalResourceId, ...outcome },
    },
  });

  test('makes them when the stack is made, and keeps them with every later deployment', async () => {
    expect(await told({ RequestType: 'Create' })).toEqual(
      answer('FirstKeys', { Status: 'SUCCESS' }),
    );
    const first = ids();
    expect(first.signing).toHaveLength(2);
    expect(first.published).toEqual(first.signing);
    expect(await told({ RequestType: 'Update', PhysicalResourceId: 'as made' })).toEqual(
      answer('as made', { Status: 'SUCCESS' }),
    );
    await told({ RequestType: 'Create' });
    expect(ids()).toEqual(first);
  });

  test('leaves them alone when the stack is deleted, and makes none', async () => {
    const request = { RequestType: 'Delete', PhysicalResourceId: 'as made' };
    expect(await told(request)).toEqual(answer('as made', { Status: 'SUCCESS' }));
    expect(ids()).toEqual({ signing: [], published: [] });
    await told({ RequestType: 'Create' });
    const made = ids();
    await told(request);
    expect(ids()).toEqual(made);
  });

  test('says why it could not make them, so that the deployment ends with the reason', async () => {
    expect(await told({ RequestType: 'Create' }, 'gone')).toEqual(
      answer('FirstKeys', {
        Status: 'FAILED',
        Reason: 'Error: secret gone has no value (more in the log of the function)',
      }),
    );
    expect(log.error).toEqual([
      {
        message: 'custom resource',
        request: 'Create',
        error: expect.objectContaining({ message: 'secret gone has no value' }),
      },
    ]);
  });

  test('refuses a request that CloudFormation doesn’t make', async () => {
    expect(await told({ RequestType: 'Read' })).toEqual(
      answer('FirstKeys', {
        Status: 'FAILED',
        Reason:
          'Error: RequestType: got another than Create, Update and Delete (more in the log of the function)',
      }),
    );
    expect(ids()).toEqual({ signing: [], published: [] });
  });

  test('fails where its answer is not taken, so that Lambda calls it again', async () => {
    status = 403;
    await expect(told({ RequestType: 'Create' })).rejects.toThrow(
      "CloudFormation's bucket answered 403",
    );
  });
});
