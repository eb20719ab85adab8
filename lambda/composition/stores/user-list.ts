import { DynamoDBUserList } from '../../adapters/dynamodb/administration/user-list.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const userList = (rt: Runtime) => new DynamoDBUserList(...at(rt));
