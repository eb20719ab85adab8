import { DynamoDBDeletions } from '../../adapters/dynamodb/accounts/deletions.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const deletions = (rt: Runtime) => new DynamoDBDeletions(...at(rt));
