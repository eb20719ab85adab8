import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { accountOf } from '../../e2e/iam/stack-policies.ts';
import { startOAuth } from '../../e2e/support/oauth-client.ts';
import { startProxiedSystem } from '../../e2e/support/proxied-system.ts';
import { FaultClient } from './fault-client.ts';
import type { FaultSystem } from './fault-system.ts';

/** Threads of a function: enough for calls that are done too late not to hold up the others. */
const THREADS = 4;

/** Milliseconds for which a login is used: well below the ten minutes for which it is fresh proof. */
const FRESH = 300_000;

export async function startFaultSystem(): Promise<FaultSystem> {
  const started = await startOAuth(({ issuer, client, secret }) => {
    Object.assign(process.env, {
      TEST_OAUTH_ISSUER: issuer,
      TEST_OAUTH_CLIENT: client,
      TEST_OAUTH_SECRET: secret,
    });
    return startProxiedSystem({ app: 'test/apps/faults.ts', maxWorkersPerFunction: THREADS });
  });
  const { stack } = started;
  const engine = new DynamoDBClient({
    endpoint: stack.endpoints.dynamodb,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const [table] = accountOf(stack).tables;
  if (table === undefined) throw new Error('the stack has no table');
  const system: FaultSystem = {
    ...started,
    table: table.name,
    documents: DynamoDBDocumentClient.from(engine),
    root: {},
    async keepRootFresh() {
      if (performance.now() - signedInAt < FRESH) return;
      signedInAt = performance.now();
      system.root = await client.signIn('plain', email);
    },
    functionOf(action, of = '') {
      const words = `users-${action}-${of}`.split('-').map(capitalised).join('');
      const found = stack.functions.names.find((name) => name.slice(0, -8) === words);
      if (found === undefined) throw new Error(`the stack has no function ${words}`);
      return found;
    },
    async stop() {
      engine.destroy();
      await started.stop();
    },
  };
  const client = new FaultClient(system);
  const { email } = await client.administrator();
  let signedInAt = Number.NEGATIVE_INFINITY;
  await system.keepRootFresh();
  return system;
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
