import { describe } from '@jest/globals';
import { shared } from '../e2e/support/start.ts';
import type { Emulator } from './ministack/ministack.ts';
import { guardedApiCases } from './suite/guarded-apis.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { DEPLOYMENT_TIMEOUT, firstKeys, startDeployed } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { guardedPlaces } from './support/guarded-places.ts';
import { DeployedStack } from './support/stack.ts';

async function deploy(emulator: Emulator) {
  const cdk = new Cdk(emulator);
  await cdk.bootstrap();
  await cdk.deployApp('guarded-apis');
  await cheapenHashes(emulator.clientConfig);
  const stack = new DeployedStack('GuardedApis', emulator.clientConfig);
  const system = deployedSystem(emulator, {
    url: await stack.output('UsersUrl'),
    createUserFunction: await stack.output('CreateUserFunctionName'),
  });
  await firstKeys(system);
  return { ...system, at: await guardedPlaces(emulator, stack) };
}

describe('APIs that users of another one are before, deployed,', () => {
  guardedApiCases(shared(() => startDeployed(deploy), DEPLOYMENT_TIMEOUT));
});
