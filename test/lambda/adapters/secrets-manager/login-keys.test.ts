import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SecretStore } from 'cdk-users-api-local/secrets/secret-store';
import { KeyRotation } from '../../../../lambda/adapters/secrets-manager/key-rotation.ts';
import { SecretsManagerLoginKeys } from '../../../../lambda/adapters/secrets-manager/login-keys.ts';
import type { Secrets } from '../../../../lambda/adapters/secrets-manager/secrets.ts';
import { systemRandomness } from '../../../../lambda/adapters/system.ts';
import type { LoginKeys } from '../../../../lib/contract/keys.ts';
import { type FaultProxy, faults } from '../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import { type SecretsServer, startSecretsServer } from '../../../support/aws/secrets-server.ts';

const TOKEN = '00000000-0000-4000-8000-000000000001';

describe('SecretsManagerLoginKeys', () => {
  withoutWaiting();
  let store: SecretStore;
  let proxy: FaultProxy;
  let client: Secrets;
  let server: SecretsServer;
  let count = 0;
  let derived: { readonly name: string; readonly keys: LoginKeys };
  let pair: Extract<LoginKeys, { readonly kind: 'key-pair' }>;

  beforeAll(async () => {
    server = await startSecretsServer();
    ({ store, proxy, client } = server);
  });
  beforeEach(() => {
    count += 1;
    proxy.reset();
    const arn = (name: string, SecretString: string) =>
      store.ensure(`${name}-${count}`, { SecretString }).arn;
    derived = {
      name: `derived-${count}`,
      keys: { kind: 'derived', secretArn: arn('derived', 'of before') },
    };
    pair = {
      kind: 'key-pair',
      algorithm: 'ES256',
      signingSecretArn: arn('signing', '{"keys":[]}'),
      publicSecretArn: arn('public', '{"keys":[]}'),
    };
  });
  afterAll(() => server.stop());

  const replace = (...keys: LoginKeys[]) =>
    new SecretsManagerLoginKeys(client, keys, systemRandomness).replace();
  const staged = (name: string, stage: string) =>
    store.find(name)?.versions.find(({ stages }) => stages.includes(stage))?.value ?? '';
  const keysIn = (name: string): { kid: string; d?: string }[] =>
    JSON.parse(staged(`${name}-${count}`, 'AWSCURRENT')).keys;
  const ids = (name: string) => keysIn(name).map(({ kid }) => kid);
  const rotation = () => new KeyRotation(client, pair);
  async function rotate(): Promise<void> {
    await rotation().create(TOKEN);
    await rotation().publish(TOKEN);
    await rotation().finish(TOKEN);
  }

  test('leaves neither a current nor a previous version from before', async () => {
    expect(await replace(derived.keys)).toBe(1);
    const [current, previous] = ['AWSCURRENT', 'AWSPREVIOUS'].map((stage) =>
      staged(derived.name, stage),
    );
    for (const value of [current, previous]) expect(value).toMatch(/^[\w-]{64}$/);
    expect(current).not.toBe(previous);
  });

  test('replaces a key pair and the next one, and publishes only these', async () => {
    await rotate();
    const before = ids('signing');
    expect(await replace(pair, derived.keys)).toBe(2);
    expect(ids('signing').filter((id) => before.includes(id))).toEqual([]);
    expect(ids('public')).toEqual(ids('signing'));
    expect(keysIn('public').every(({ d }) => d === undefined)).toBe(true);
    expect(keysIn('signing').every(({ d }) => d !== undefined)).toBe(true);
  });

  test('brings a rotation to nothing that was under way, and the next one goes on from there', async () => {
    await rotate();
    const late = '00000000-0000-4000-8000-000000000002';
    await rotation().create(late);
    await replace(pair);
    const fresh = ids('signing');
    await expect(rotation().publish(late)).rejects.toThrow(`version ${late} is not pending`);
    await expect(rotation().finish(late)).rejects.toThrow(`version ${late} is no longer pending`);
    expect({ signing: ids('signing'), public: ids('public') }).toEqual({
      signing: fresh,
      public: fresh,
    });
    const next = '00000000-0000-4000-8000-000000000003';
    await rotation().create(next);
    await rotation().publish(next);
    await rotation().finish(next);
    expect(ids('signing')[0]).toBe(fresh[1]);
  });

  test('replaces the others although one can not be, and names that one', async () => {
    proxy.fail('PutSecretValue', faults.invalid);
    const missing: LoginKeys = { kind: 'derived', secretArn: 'arn:of:nothing' };
    await expect(replace(missing, derived.keys)).rejects.toThrow(
      'the secret arn:of:nothing was not replaced',
    );
    expect(staged(derived.name, 'AWSPREVIOUS')).not.toBe('of before');
  });

  test('reads no secret', async () => {
    await replace(pair, derived.keys);
    expect(new Set(proxy.operations)).toEqual(new Set(['PutSecretValue']));
  });
});
