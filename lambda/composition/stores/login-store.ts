import { DynamoDBLoginStore } from '../../adapters/dynamodb/login/login-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const loginStore = (rt: Runtime) => new DynamoDBLoginStore(...at(rt));
