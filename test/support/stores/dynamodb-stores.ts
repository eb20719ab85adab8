import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { DynamoDBDeletions } from '../../../lambda/adapters/dynamodb/accounts/deletions.ts';
import { DynamoDBLeftovers } from '../../../lambda/adapters/dynamodb/accounts/leftovers.ts';
import { DynamoDBUserStore } from '../../../lambda/adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBUserList } from '../../../lambda/adapters/dynamodb/administration/user-list.ts';
import type { Documents } from '../../../lambda/adapters/dynamodb/documents.ts';
import { DynamoDBEmailLoginStore } from '../../../lambda/adapters/dynamodb/email-login/email-login-store.ts';
import { FACTORS_EXPORTED } from '../../../lambda/adapters/dynamodb/factors/exported.ts';
import { DynamoDBFactorStore } from '../../../lambda/adapters/dynamodb/factors/factor-store.ts';
import { DynamoDBAttemptStore } from '../../../lambda/adapters/dynamodb/limits/attempt-store.ts';
import { DynamoDBLockouts } from '../../../lambda/adapters/dynamodb/limits/lockouts.ts';
import {
  DEVICES_EXPORTED,
  DynamoDBKnownDevices,
} from '../../../lambda/adapters/dynamodb/login/device-store.ts';
import { DynamoDBLoginStore } from '../../../lambda/adapters/dynamodb/login/login-store.ts';
import { DynamoDBOAuthAccountStore } from '../../../lambda/adapters/dynamodb/oauth/account-store.ts';
import { ACCOUNTS_EXPORTED } from '../../../lambda/adapters/dynamodb/oauth/exported.ts';
import { DynamoDBLinkedAccountStore } from '../../../lambda/adapters/dynamodb/oauth/linked-account-store.ts';
import { DynamoDBUsedAttempts } from '../../../lambda/adapters/dynamodb/oauth/used-attempts.ts';
import { PASSKEYS_EXPORTED } from '../../../lambda/adapters/dynamodb/passkeys/exported.ts';
import { DynamoDBPasskeyStore } from '../../../lambda/adapters/dynamodb/passkeys/passkey-store.ts';
import { REQUESTS_EXPORTED } from '../../../lambda/adapters/dynamodb/passwords/exported.ts';
import { DynamoDBPasswordStore } from '../../../lambda/adapters/dynamodb/passwords/password-store.ts';
import { DynamoDBRequestStore } from '../../../lambda/adapters/dynamodb/passwords/request-store.ts';
import { SESSIONS_EXPORTED } from '../../../lambda/adapters/dynamodb/sessions/exported.ts';
import { DynamoDBSessionStore } from '../../../lambda/adapters/dynamodb/sessions/session-store.ts';
import { DynamoDBSignInState } from '../../../lambda/adapters/dynamodb/sessions/sign-in-state.ts';
import { DynamoDBExportStore } from '../../../lambda/adapters/dynamodb/transfer/export-store.ts';
import { DynamoDBImportStore } from '../../../lambda/adapters/dynamodb/transfer/import-store.ts';
import { randomIds } from '../../../lambda/adapters/system.ts';
import { ITEM_FEATURES } from '../../../lib/contract/item-keys.ts';
import { openTestEngine } from '../aws/engine.ts';
import { documentsAt } from '../aws/json-clients.ts';
import { startUsersTable, type UsersTable } from '../aws/users-table.ts';
import type { Start } from './stored-users.ts';
import { joined, type Stores } from './stores.ts';

/** What an export shows, by the kind of item, as the construct's function has it. */
export const EXPORTERS = {
  ...REQUESTS_EXPORTED,
  ...SESSIONS_EXPORTED,
  ...ACCOUNTS_EXPORTED,
  ...PASSKEYS_EXPORTED,
  ...FACTORS_EXPORTED,
  ...DEVICES_EXPORTED,
};

/** The stores of one table. */
export function dynamoDBStores(client: Documents, table: string): Stores {
  return joined(
    new DynamoDBUserStore(client, table, ITEM_FEATURES),
    new DynamoDBUserList(client, table),
    new DynamoDBPasswordStore(client, table),
    new DynamoDBRequestStore(client, table),
    new DynamoDBLoginStore(client, table),
    new DynamoDBKnownDevices(client, table),
    new DynamoDBEmailLoginStore(client, table),
    new DynamoDBAttemptStore(client, table),
    new DynamoDBLockouts(client, table),
    new DynamoDBSignInState(client, table),
    new DynamoDBSessionStore(client, table),
    new DynamoDBOAuthAccountStore(client, table),
    new DynamoDBLinkedAccountStore(client, table),
    new DynamoDBUsedAttempts(client, table, randomIds),
    new DynamoDBFactorStore(client, table),
    new DynamoDBPasskeyStore(client, table),
    new DynamoDBLeftovers(client, table, ITEM_FEATURES),
    new DynamoDBDeletions(client, table),
    new DynamoDBImportStore(client, table),
    new DynamoDBExportStore(client, table),
  );
}

/** Those that functions have of a table. */
export function storesOf({ endpoint, name }: Pick<UsersTable, 'endpoint' | 'name'>): Stores {
  return dynamoDBStores(documentsAt(endpoint), name);
}

/**
 * Runs a contract on one engine, each test on a table of its own. For one contract of a `describe`:
 * its `beforeEach` is for all tests there.
 */
export function onDynamoDB(contract: (start: Start) => void): void {
  let engine: Engine | undefined;
  let table: UsersTable | undefined;

  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterEach(() => table?.stop());
  afterAll(() => engine?.stop());

  contract(async () => {
    table = await startUsersTable(engine);
    return storesOf(table);
  });
}
