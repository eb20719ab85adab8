import { DynamoDBUserIds } from '../../adapters/dynamodb/sessions/user-ids.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const userIds = (rt: Runtime) => new DynamoDBUserIds(...at(rt));
