/** The stores, over one client: they share its connections. */
import { tableName } from '../../lib/contract/action.ts';
import { itemFeatures } from '../../lib/contract/of-user.ts';
import { AWS_CLIENT, AWS_CLIENT_OF_BATCHES } from '../adapters/aws/client-options.ts';
import { DynamoDBDeletions } from '../adapters/dynamodb/accounts/deletions.ts';
import { DynamoDBLeftovers } from '../adapters/dynamodb/accounts/leftovers.ts';
import { DynamoDBUserStore } from '../adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBUserList } from '../adapters/dynamodb/administration/user-list.ts';
import { DynamoDBAttemptStore } from '../adapters/dynamodb/limits/attempt-store.ts';
import { DynamoDBLockouts } from '../adapters/dynamodb/limits/lockouts.ts';
import { DynamoDBOAuthAccountStore } from '../adapters/dynamodb/oauth/account-store.ts';
import { DynamoDBLinkedAccountStore } from '../adapters/dynamodb/oauth/linked-account-store.ts';
import { DynamoDBUsedAttempts } from '../adapters/dynamodb/oauth/used-attempts.ts';
import { DynamoDBPasswordStore } from '../adapters/dynamodb/passwords/password-store.ts';
import { DynamoDBRequestStore } from '../adapters/dynamodb/passwords/request-store.ts';
import { DynamoDBSessionStore } from '../adapters/dynamodb/sessions/session-store.ts';
import { DynamoDBSignInState } from '../adapters/dynamodb/sessions/sign-in-state.ts';
import { DynamoDBUserIds } from '../adapters/dynamodb/sessions/user-ids.ts';
import { DynamoDBExportStore } from '../adapters/dynamodb/transfer/export-store.ts';
import { DynamoDBImportStore } from '../adapters/dynamodb/transfer/import-store.ts';
import { documentsClient } from './clients.ts';
import type { Runtime } from './runtime.ts';

const documents = (rt: Runtime, options: typeof AWS_CLIENT = AWS_CLIENT) =>
  rt.shared('documents', () => documentsClient(rt, options));

/** Before anything else of the stores, in a function whose calls work for many users at once. */
export function worksInBatches(rt: Runtime): void {
  documents(rt, AWS_CLIENT_OF_BATCHES);
}

/** What a store is made of. */
export const at = (rt: Runtime) => [documents(rt), rt.get(tableName)] as const;

export const userStore = (rt: Runtime) => new DynamoDBUserStore(...at(rt), rt.get(itemFeatures));
export const userList = (rt: Runtime) => new DynamoDBUserList(...at(rt));
export const passwordStore = (rt: Runtime) => new DynamoDBPasswordStore(...at(rt));
export const requestStore = (rt: Runtime) => new DynamoDBRequestStore(...at(rt));
export const sessionStore = (rt: Runtime) => new DynamoDBSessionStore(...at(rt));
export const signInState = (rt: Runtime) => new DynamoDBSignInState(...at(rt));
export const lockoutStore = (rt: Runtime) => new DynamoDBLockouts(...at(rt));
export const attemptStore = (rt: Runtime) => new DynamoDBAttemptStore(...at(rt));
export const oauthAccountStore = (rt: Runtime) => new DynamoDBOAuthAccountStore(...at(rt));
export const usedAttempts = (rt: Runtime) => new DynamoDBUsedAttempts(...at(rt), rt.ids);
export const deletions = (rt: Runtime) => new DynamoDBDeletions(...at(rt));
export const userIds = (rt: Runtime) => new DynamoDBUserIds(...at(rt));
export const linkedAccountStore = (rt: Runtime) => new DynamoDBLinkedAccountStore(...at(rt));
export const leftovers = (rt: Runtime) => new DynamoDBLeftovers(...at(rt), rt.get(itemFeatures));

export const importStore = (rt: Runtime) => new DynamoDBImportStore(...at(rt));
export const exportStore = (rt: Runtime) => new DynamoDBExportStore(...at(rt));
