import { DynamoDBAttemptStore } from '../../adapters/dynamodb/limits/attempt-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const attemptStore = (rt: Runtime) => new DynamoDBAttemptStore(...at(rt));
