import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from 'cdk-users-api-local/cloudformation/synthesis';
import { ASKED, documentsIn } from '../../../packages/cli/src/openapi/documents.ts';
import { startLocalSystem } from '../../e2e/support/local-system.ts';
import { CLIENT, OpenIdProvider } from '../../support/oauth/openid-provider.ts';
import { PASSWORD } from '../../support/passwords.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');
const SUPERUSER = 'root@example.com';

/** The API of `test/apps/contract.ts`, and its document. */
export interface ContractSystem {
  /** A file. */
  readonly document: string;
  /** What programs that call the API are given. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** One synthesis makes both, so that they are of the same stack. */
export async function startContractSystem(): Promise<ContractSystem> {
  const folder = await mkdtemp(path.join(tmpdir(), 'contract-'));
  const provider = await OpenIdProvider.start();
  Object.assign(process.env, {
    TEST_OAUTH_ISSUER: provider.issuer,
    TEST_OAUTH_CLIENT: CLIENT.id,
    TEST_OAUTH_SECRET: CLIENT.secret,
  });
  const assembly = path.join(folder, 'cdk.out');
  const app = path.join(PROJECT, 'test/apps/contract.ts');
  await synthesize({ project: PROJECT, app, output: assembly, context: ASKED });
  const [documented] = await documentsIn(assembly);
  const document = path.join(folder, 'openapi.json');
  await writeFile(document, JSON.stringify(documented?.document));

  const system = await startLocalSystem({ assembly });
  await system.createUser({
    email: SUPERUSER,
    password: PASSWORD,
    name: 'Root',
    is_superuser: true,
  });
  return {
    document,
    variables: {
      CONTRACT_URL: system.origin,
      CONTRACT_PASSWORD: PASSWORD,
      CONTRACT_SUPERUSER: SUPERUSER,
    },
    async stop() {
      await system.stop();
      await provider.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
