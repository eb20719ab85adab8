/** By itself, since only functions that sign users in load it. */
import { DynamoDBLoginStore } from '../adapters/dynamodb/login/login-store.ts';
import type { Runtime } from './runtime.ts';
import { at } from './stores.ts';

export const loginStore = (rt: Runtime) => new DynamoDBLoginStore(...at(rt));
