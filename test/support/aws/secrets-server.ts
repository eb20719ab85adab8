import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import { secretsManager } from 'cdk-users-api-local/secrets/operations';
import { SecretStore } from 'cdk-users-api-local/secrets/secret-store';
import type { Secrets } from '../../../lambda/adapters/secrets-manager/secrets.ts';
import { FaultProxy } from './fault-proxy.ts';
import { secretsAt } from './json-clients.ts';

/** Secrets Manager as the local runtime has it, and a client whose calls can be made to fail. */
export interface SecretsServer {
  readonly store: SecretStore;
  readonly proxy: FaultProxy;
  readonly client: Secrets;
  stop(): Promise<void>;
}

export async function startSecretsServer(): Promise<SecretsServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
  const store = new SecretStore(path.join(folder, 'secrets.json'), {
    account: '111122223333',
    region: 'us-east-1',
  });
  const server = await startAwsJsonServer(secretsManager(store, async () => undefined));
  const proxy = await FaultProxy.start(server.endpoint);
  return {
    store,
    proxy,
    client: secretsAt(proxy.endpoint),
    async stop() {
      await proxy.stop();
      server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
