import { DynamoDBOAuthAccountStore } from '../../adapters/dynamodb/oauth/account-store.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const oauthAccountStore = (rt: Runtime) => new DynamoDBOAuthAccountStore(...at(rt));
