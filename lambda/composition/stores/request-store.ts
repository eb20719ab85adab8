import { DynamoDBRequestStore } from '../../adapters/dynamodb/passwords/request-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const requestStore = (rt: Runtime) => new DynamoDBRequestStore(...at(rt));
