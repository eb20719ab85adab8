import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import { secretsManager } from 'cdk-users-api-local/secrets/operations';
import { SecretStore } from 'cdk-users-api-local/secrets/secret-store';
import { type Runtime, runtime } from '../../../lambda/composition/runtime.ts';
import { secretsAt } from '../../support/aws/json-clients.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { makeHandler } from '../../support/runtime/runtime.ts';

type Rotate = (event: {
  Step: string;
  SecretId: string;
  ClientRequestToken: string;
}) => Promise<void>;

const ISSUER = 'https://api.example.com/users';
const TOKEN = '00000000-0000-4000-8000-000000000001';

describe('the handlers of key pairs', () => {
  const log = capturedLog();
  let rt: Runtime;
  let signing: string;
  let stop: () => void;

  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'key-pairs-'));
    const place = { account: '111122223333', region: 'us-east-1' };
    const store = new SecretStore(path.join(folder, 'secrets.json'), place);
    const arnOf = (name: string) => store.ensure(name, { SecretString: '{"keys":[]}' }).arn;
    signing = arnOf('signing');
    const server = await startAwsJsonServer(secretsManager(store, async () => undefined));
    const environment = {
      ISSUER,
      SIGNING_ALGORITHMS: '["ES256"]',
      PUBLIC_KEYS_SECRET_ARNS: JSON.stringify([arnOf('public')]),
      KEY_ROTATIONS: JSON.stringify([
        { algorithm: 'ES256', signingSecretArn: signing, publicSecretArn: arnOf('public') },
      ]),
    };
    const client = secretsAt(server.endpoint);
    rt = runtime(environment, { parts: { secretsManager: client } });
    stop = () => {
      server.stop();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  afterAll(() => stop());

  const get = async (name: string) => invoke(await makeHandler(rt, name), { method: 'GET' });

  test('say where the keys are, and may be kept for an hour', async () => {
    expect(await get('discovery')).toMatchObject({
      statusCode: 200,
      headers: { 'cache-control': 'public, max-age=3600' },
      body: {
        issuer: ISSUER,
        jwks_uri: `${ISSUER}/.well-known/jwks.json`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      },
    });
  });

  test('have no keys, and say to try again, until a rotation has made them', async () => {
    jest.useFakeTimers({
      now: Date.parse('2026-01-01T00:00:00Z'),
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval'],
    });
    expect(await get('jwks')).toMatchObject({
      statusCode: 503,
      headers: { 'cache-control': 'no-store', 'retry-after': '1' },
      body: { detail: 'SERVICE_UNAVAILABLE' },
    });
    const rotate = await makeHandler<Rotate>(rt, 'rotate-keys');
    for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      await rotate({ Step, SecretId: signing, ClientRequestToken: TOKEN });
    }
    expect(log.info).toContainEqual({
      message: 'step',
      action: 'rotate-keys',
      step: 'finishSecret',
      version: TOKEN,
    });
    jest.setSystemTime(Date.parse('2026-01-01T00:00:06Z'));
    const { statusCode, headers, body } = await get('jwks');
    jest.useRealTimers();
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300' });
    expect(body.keys).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('"d"');
  });

  test('rotate no secret but their own', async () => {
    const rotate = await makeHandler<Rotate>(rt, 'rotate-keys');
    const event = { Step: 'createSecret', SecretId: 'another', ClientRequestToken: TOKEN };
    expect(() => rotate(event)).toThrow('secret another is not rotated here');
  });
});
