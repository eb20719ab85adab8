import { cheapenHashes } from '../deploy/support/cheap-hashes.ts';
import { type Deployment, deployedSystem } from '../deploy/support/deployed-system.ts';
import { addressOf } from '../deploy/support/place.ts';
import type { DeployedStack } from '../deploy/support/stack.ts';
import type { System } from '../e2e/support/system.ts';
import type { Context } from './check.ts';
import { setVariables } from './functions.ts';
import { STACKS, UPGRADE } from './stacks.ts';

/** What says to deploy what: the provider first, whose address is a parameter of the others. */
export async function deploy({ cdk, assembly, place, stacks, signal }: Context): Promise<void> {
  await cdk.deployAssembly(assembly, [STACKS.provider]);
  signal.throwIfAborted();
  const issuer = addressOf(place, await stacks.provider.output('ProviderUrl'));
  // The provider can't know its own address before it has one.
  const provider = await stacks.provider.output('ProviderFunctionName');
  await setVariables(place.clientConfig, provider, { ISSUER: issuer });
  await cdk.deployAssembly(assembly, [
    ...[STACKS.main, STACKS.refresh, STACKS.oauth, UPGRADE.before],
    ...['--concurrency', '4'],
    ...['--parameters', `${STACKS.oauth}:Issuer=${issuer}`],
  ]);
  // A process of an emulator would spend its time on them.
  if (place.endpoint !== undefined) await cheapenHashes(place.clientConfig);
}

/** A users API of the run, by the outputs of its stack. */
export async function systemOf({ place }: Context, stack: DeployedStack): Promise<System> {
  return deployedSystem(place, await deploymentOf(stack));
}

export async function deploymentOf(stack: DeployedStack): Promise<Deployment> {
  // The stack to upgrade has none, as the example has none.
  const queue = await stack.output('AllQueueUrl').catch(() => undefined);
  return {
    url: await stack.output('UsersUrl'),
    createUserFunction: await stack.output('CreateUserFunctionName'),
    ...(queue !== undefined && { queue }),
  };
}
