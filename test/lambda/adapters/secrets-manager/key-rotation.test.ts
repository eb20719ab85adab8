import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SecretStore } from 'cdk-users-api-local/secrets/secret-store';
import type { JWK } from 'jose';
import { KeyRotation } from '../../../../lambda/adapters/secrets-manager/key-rotation.ts';
import type { Secrets } from '../../../../lambda/adapters/secrets-manager/secrets.ts';
import { type FaultProxy, faults } from '../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import { type SecretsServer, startSecretsServer } from '../../../support/aws/secrets-server.ts';

const NO_KEYS = '{"keys":[]}';

describe('KeyRotation', () => {
  withoutWaiting();
  let store: SecretStore;
  let proxy: FaultProxy;
  let client: Secrets;
  let rotation: KeyRotation;
  let server: SecretsServer;

  beforeAll(async () => {
    server = await startSecretsServer();
    ({ store, proxy, client } = server);
  });
  afterAll(() => server.stop());

  let count = 0;
  let names: { signing: string; verifying: string };
  beforeEach(() => {
    count += 1;
    names = { signing: `signing-${count}`, verifying: `public-${count}` };
    proxy.reset();
    rotation = new KeyRotation(client, {
      algorithm: 'ES256',
      signingSecretArn: store.ensure(names.signing, { SecretString: NO_KEYS }).arn,
      publicSecretArn: store.ensure(names.verifying, { SecretString: NO_KEYS }).arn,
    });
  });

  const keysIn = (name: string): JWK[] => {
    const { versions = [] } = store.find(name) ?? {};
    const current = versions.find(({ stages }) => stages.includes('AWSCURRENT'));
    return JSON.parse(current?.value ?? '').keys;
  };
  const ids = (name: 'signing' | 'verifying') => keysIn(names[name]).map(({ kid }) => kid);
  const token = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const rotate = async (n: number) => {
    await rotation.create(token(n));
    await rotation.publish(token(n));
    await rotation.finish(token(n));
  };

  test('begins with a key and the next, both published, which stay however often it begins', async () => {
    await rotation.begin();
    expect(new Set(ids('signing')).size).toBe(2);
    const begun = [ids('signing'), ids('verifying')];
    expect(begun[1]).toEqual(begun[0]);
    await rotation.begin();
    expect([ids('signing'), ids('verifying')]).toEqual(begun);
    await rotate(1);
    const rotated = [ids('signing'), ids('verifying')];
    expect(rotated[0]?.[0]).toBe(begun[0]?.[1]);
    await rotation.begin();
    expect([ids('signing'), ids('verifying')]).toEqual(rotated);
  });

  test('signs with nothing that is not published when it fails to begin, and then begins', async () => {
    proxy.fail('PutSecretValue', faults.internalError, { times: Number.POSITIVE_INFINITY });
    await expect(rotation.begin()).rejects.toThrow();
    expect(ids('signing')).toEqual([]);
    proxy.reset();
    await rotation.begin();
    expect(ids('verifying')).toEqual(ids('signing'));
  });

  test('makes the first key and the next, and publishes both', async () => {
    await rotate(1);
    expect(new Set(ids('signing')).size).toBe(2);
    expect(ids('verifying')).toEqual(ids('signing'));
  });

  test('signs with what was next, and publishes the former, the present and the next key', async () => {
    await rotate(1);
    const [first, second] = ids('signing');
    await rotate(2);
    const [, third] = ids('signing');
    expect(ids('signing')).toEqual([second, third]);
    expect(ids('verifying')).toEqual([first, second, third]);
    await rotate(3);
    expect(ids('verifying')).toEqual([second, third, ids('signing')[1]]);
  });

  test('publishes no private field', async () => {
    await rotate(1);
    expect(keysIn(names.signing)[0]).toHaveProperty('d');
    for (const jwk of keysIn(names.verifying)) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  test('publishes a key before it signs', async () => {
    await rotate(1);
    const before = ids('signing');
    await rotation.create(token(2));
    await rotation.publish(token(2));
    expect(ids('signing')).toEqual(before);
    expect(ids('verifying')).toEqual([...before, expect.any(String)]);
  });

  test('does nothing where a step is repeated', async () => {
    await rotate(1);
    for (const step of ['create', 'publish', 'finish'] as const) {
      await rotation[step](token(2));
      const seen = [ids('signing'), ids('verifying')];
      await rotation[step](token(2));
      expect([ids('signing'), ids('verifying')]).toEqual(seen);
    }
    const done = [ids('signing'), ids('verifying')];
    await rotate(2);
    expect([ids('signing'), ids('verifying')]).toEqual(done);
  });

  test.each(['PutSecretValue', 'UpdateSecretVersionStage'])(
    'leaves what signs as it was when %s fails, and ends well when it is begun again',
    async (call) => {
      await rotate(1);
      const before = ids('signing');
      proxy.fail(call, faults.internalError, { times: Number.POSITIVE_INFINITY });
      await expect(rotate(2)).rejects.toThrow();
      expect(ids('signing')).toEqual(before);
      proxy.reset();
      await rotate(2);
      expect(ids('signing')[0]).toBe(before[1]);
    },
  );

  test.each(['droppedAfter', 'internalErrorAfter'] as const)(
    'ends well when an answer is lost: %s',
    async (name) => {
      await rotate(1);
      const [, next] = ids('signing');
      for (const call of ['PutSecretValue', 'UpdateSecretVersionStage']) {
        proxy.fail(call, faults[name]);
      }
      await rotate(2);
      expect(ids('signing')[0]).toBe(next);
      expect(store.find(names.signing)?.versions).toHaveLength(2);
    },
  );

  test('refuses to publish what was not created', async () => {
    await expect(rotation.publish(token(9))).rejects.toThrow(`version ${token(9)} is not pending`);
  });
});
