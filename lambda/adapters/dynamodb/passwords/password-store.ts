import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PasswordReset, PasswordStore } from '../../../users/passwords/password-store.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import { update } from '../expressions.ts';
import { credentialKey, profileKey } from '../keys.ts';

export class DynamoDBPasswordStore implements PasswordStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'> {
    return (await write(this.#client, resetWrites(this.#table, reset))) ?? 'reset';
  }
}

function resetWrites(table: string, reset: PasswordReset): ConditionalWrite<'stale'>[] {
  const { userId, email, credentialVersion, passwordHash, event } = reset;
  return refuse('stale', [
    update(table, {
      key: credentialKey(email),
      set: { password_hash: passwordHash },
      add: { credential_version: 1, token_version: 1 },
      equals: { user_id: userId, credential_version: credentialVersion, is_active: true },
    }),
    update(table, {
      key: profileKey(userId),
      set: { updated_at: event.at, event },
      add: { version: 1, token_version: 1 },
      remove: ['surviving_token'],
      equals: { email },
    }),
  ]);
}
