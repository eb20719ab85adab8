import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { keyRotation } from '../composition.ts';

const rotation = keyRotation();

/**
 * One step of a rotation. Which secrets it is of says the environment, not the event. There is
 * nothing to test before the last one: the keys were made here and depend on nothing else.
 */
export async function handler({
  Step: step,
  ClientRequestToken: token,
}: SecretsManagerRotationEvent): Promise<void> {
  if (step === 'createSecret') await rotation.create(token);
  if (step === 'setSecret') await rotation.publish(token);
  if (step === 'finishSecret') await rotation.finish(token);
  console.info({ message: 'step', action: 'rotate-keys', step, version: token });
}
