import { itemFeatures } from '../../../lib/contract/of-user.ts';
import { DynamoDBUserStore } from '../../adapters/dynamodb/accounts/user-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const userStore = (rt: Runtime) => new DynamoDBUserStore(...at(rt), rt.get(itemFeatures));
