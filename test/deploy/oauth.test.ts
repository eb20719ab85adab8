import { afterAll, beforeAll, describe } from '@jest/globals';
import { associateCases } from '../e2e/suite/associate.ts';
import { type OAuthSystem, oauthLoginCases } from '../e2e/suite/oauth.ts';
import { Client } from '../e2e/support/client.ts';
import { CLIENT, OpenIdProvider } from '../support/openid-provider.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('accounts at an OpenID provider, deployed', () => {
  let emulator: Emulator;
  let provider: OpenIdProvider;
  let parts: OAuthSystem;

  beforeAll(async () => {
    provider = await OpenIdProvider.start();
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    const { issuer } = provider;
    await cdk.deployApp('oauth', { issuer, client: CLIENT.id, secret: CLIENT.secret });
    await cheapenHashes(emulator.clientConfig);
    const stack = new DeployedStack('OAuth', emulator.clientConfig);
    const url = await stack.output('UsersUrl');
    await cdk.deployApp('recorder', { url, bus: await stack.output('EventBusName') });
    const recorder = new DeployedStack('Recorder', emulator.clientConfig);
    const deployment = {
      url,
      createUserFunction: await stack.output('CreateUserFunctionName'),
      queue: await recorder.output('QueueUrl'),
    };
    for (const name of ['acme', 'partner', 'stored']) {
      provider.allow(`${url}/oauth/${name}/callback`, `${url}/associate/${name}/callback`);
    }
    parts = { client: new Client(deployedSystem(emulator, deployment)), provider };
  }, 180_000);
  afterAll(async () => {
    await emulator?.stop();
    await provider?.stop();
  });

  describe('login', () => oauthLoginCases(() => parts));
  describe('associating an account', () => associateCases(() => parts));
});
