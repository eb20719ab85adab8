import type { CloudFormationCustomResourceEvent, SecretsManagerRotationEvent } from 'aws-lambda';
import { rotateKeys } from '../../../lib/contract/keys.ts';
import { answering } from '../../adapters/cloudformation/custom-resource.ts';
import type { KeyRotation } from '../../adapters/secrets-manager/key-rotation.ts';
import { keyRotations } from '../../composition/keys.ts';
import type { Runtime } from '../../composition/runtime.ts';

/**
 * Makes the first key pairs when CloudFormation deploys the stack, and the next ones when Secrets Manager
 * rotates. The environment, not the event, says which secrets those are.
 */
export async function make(rt: Runtime) {
  const rotations = keyRotations(rt);
  return (
    event: CloudFormationCustomResourceEvent | SecretsManagerRotationEvent,
  ): Promise<void> => {
    if ('RequestType' in event) {
      // The keys go with their secrets, which the stack keeps or deletes by its removal policy.
      return answering(event, rt, async () => {
        await Promise.all([...rotations.values()].map((rotation) => rotation.begin()));
      });
    }
    const rotation = rotations.get(event.SecretId);
    if (rotation === undefined) throw new Error(`secret ${event.SecretId} is not rotated here`);
    return step(rotation, event);
  };
}

/** One step of a rotation. The test step has nothing to do: keys made here depend on nothing else. */
async function step(
  rotation: KeyRotation,
  { Step: name, ClientRequestToken: token }: SecretsManagerRotationEvent,
): Promise<void> {
  if (name === 'createSecret') await rotation.create(token);
  if (name === 'setSecret') await rotation.publish(token);
  if (name === 'finishSecret') await rotation.finish(token);
  console.info({ message: 'step', action: rotateKeys.name, step: name, version: token });
}
