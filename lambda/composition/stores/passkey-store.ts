import { DynamoDBPasskeyStore } from '../../adapters/dynamodb/passkeys/passkey-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const passkeyStore = (rt: Runtime) => new DynamoDBPasskeyStore(...at(rt));
