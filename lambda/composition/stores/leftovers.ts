import { itemFeatures } from '../../../lib/contract/of-user.ts';
import { DynamoDBLeftovers } from '../../adapters/dynamodb/accounts/leftovers.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const leftovers = (rt: Runtime) => new DynamoDBLeftovers(...at(rt), rt.get(itemFeatures));
