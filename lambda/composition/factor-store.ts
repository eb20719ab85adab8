/** The store of authenticator apps and recovery codes, for the functions that have to do with them. */
import { DynamoDBFactorStore } from '../adapters/dynamodb/factors/factor-store.ts';
import type { Runtime } from './runtime.ts';
import { at } from './stores.ts';

export const factorStore = (rt: Runtime) => new DynamoDBFactorStore(...at(rt));
