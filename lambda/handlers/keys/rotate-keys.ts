import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { rotateKeys } from '../../../lib/contract/keys.ts';
import { keyRotation } from '../../composition/keys.ts';
import type { Runtime } from '../../composition/runtime.ts';

/**
 * One step of a rotation. The environment, not the event, says which secrets to rotate. The test
 * step has nothing to do: the keys were made here and depend on nothing else.
 */
export async function make(rt: Runtime) {
  const rotation = keyRotation(rt);
  return async ({
    Step: step,
    ClientRequestToken: token,
  }: SecretsManagerRotationEvent): Promise<void> => {
    if (step === 'createSecret') await rotation.create(token);
    if (step === 'setSecret') await rotation.publish(token);
    if (step === 'finishSecret') await rotation.finish(token);
    console.info({ message: 'step', action: rotateKeys.name, step, version: token });
  };
}
