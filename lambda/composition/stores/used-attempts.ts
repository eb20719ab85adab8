import { DynamoDBUsedAttempts } from '../../adapters/dynamodb/oauth/used-attempts.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const usedAttempts = (rt: Runtime) => new DynamoDBUsedAttempts(...at(rt), rt.ids);
