import { DynamoDBEmailLoginStore } from '../../adapters/dynamodb/email-login/email-login-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const emailLoginStore = (rt: Runtime) => new DynamoDBEmailLoginStore(...at(rt));
