import { DynamoDBPasswordStore } from '../../adapters/dynamodb/passwords/password-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const passwordStore = (rt: Runtime) => new DynamoDBPasswordStore(...at(rt));
