import { publicKeysSecretArns, keyRotation as rotation } from '../../lib/contract/keys.ts';
import { KeySet } from '../adapters/jose/key-set.ts';
import { KeyRotation } from '../adapters/secrets-manager/key-rotation.ts';
import type { Runtime } from './runtime.ts';
import { keyRing, secretsManager } from './secrets.ts';

/** The public keys of all backends that sign with key pairs. */
export const publicKeySets = (rt: Runtime): readonly KeySet[] =>
  rt.get(publicKeysSecretArns).map((arn) => new KeySet(keyRing(rt, arn)));

export const keyRotation = (rt: Runtime) => new KeyRotation(secretsManager(rt), rt.get(rotation));
