import { DynamoDBLockouts } from '../../adapters/dynamodb/limits/lockouts.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const lockoutStore = (rt: Runtime) => new DynamoDBLockouts(...at(rt));
