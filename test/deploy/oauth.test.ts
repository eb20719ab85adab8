import { describe } from '@jest/globals';
import { associateCases } from '../e2e/suite/associate.ts';
import { linkedAccountCases } from '../e2e/suite/linked-accounts.ts';
import { oauthLoginCases } from '../e2e/suite/oauth.ts';
import { oauthResponseCases } from '../e2e/suite/oauth-responses.ts';
import { plantedAccountCases } from '../e2e/suite/planted-accounts.ts';
import { type OAuthSettings, startOAuth } from '../e2e/support/oauth-client.ts';
import { shared } from '../e2e/support/start.ts';
import type { Emulator } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { DEPLOYMENT_TIMEOUT, startDeployed } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

async function deploy(emulator: Emulator, settings: OAuthSettings) {
  const cdk = new Cdk(emulator);
  await cdk.bootstrap();
  await cdk.deployApp('oauth', { ...settings });
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
  return { ...deployedSystem(emulator, deployment), publicUrl: url };
}

describe('accounts at an OpenID provider, deployed', () => {
  const start = shared(
    () =>
      startOAuth(
        (settings) => startDeployed((emulator) => deploy(emulator, settings)),
        ({ publicUrl }) => publicUrl,
      ),
    DEPLOYMENT_TIMEOUT,
  );

  describe('login', () => oauthLoginCases(start));
  describe('responses', () => oauthResponseCases(start));
  describe('associating an account', () => associateCases(start));
  describe('accounts of users', () => linkedAccountCases(start));
  describe('accounts of somebody else', () => plantedAccountCases(start));
});
