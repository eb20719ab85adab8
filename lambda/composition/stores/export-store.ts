import { DynamoDBExportStore } from '../../adapters/dynamodb/transfer/export-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const exportStore = (rt: Runtime) => new DynamoDBExportStore(...at(rt));
