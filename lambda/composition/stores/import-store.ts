import { DynamoDBImportStore } from '../../adapters/dynamodb/transfer/import-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const importStore = (rt: Runtime) => new DynamoDBImportStore(...at(rt));
