import { keyRotations as pairs, publicKeysSecretArns } from '../../lib/contract/keys.ts';
import { KeySet } from '../adapters/jose/key-set.ts';
import { KeyRotation } from '../adapters/secrets-manager/key-rotation.ts';
import type { Runtime } from './runtime.ts';
import { keyRing, secretsManager } from './secrets.ts';

/** The public keys of each algorithm. */
export const publicKeySets = (rt: Runtime): readonly KeySet[] =>
  rt.get(publicKeysSecretArns).map((arn) => new KeySet(keyRing(rt, arn)));

/** The rotation of each key pair, by the ARN of the secret with its private half. */
export const keyRotations = (rt: Runtime): ReadonlyMap<string, KeyRotation> =>
  new Map(
    rt
      .get(pairs)
      .map((pair) => [pair.signingSecretArn, new KeyRotation(secretsManager(rt), pair)] as const),
  );
