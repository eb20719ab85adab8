import { DynamoDBLinkedAccountStore } from '../../adapters/dynamodb/oauth/linked-account-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const linkedAccountStore = (rt: Runtime) => new DynamoDBLinkedAccountStore(...at(rt));
