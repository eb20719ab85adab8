import { DynamoDBFactorStore } from '../../adapters/dynamodb/factors/factor-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const factorStore = (rt: Runtime) => new DynamoDBFactorStore(...at(rt));
