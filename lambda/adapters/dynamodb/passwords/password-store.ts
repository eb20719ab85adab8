import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CURRENT_PASSWORD_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { NO_LINKS } from '../../../users/links.ts';
import type { PasswordReset, PasswordStore } from '../../../users/passwords/password-store.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import { update } from '../expressions.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { batchGet, getItem } from '../reads.ts';

export class DynamoDBPasswordStore implements PasswordStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async currentHash({ userId, email }: { userId: string; email: string }) {
    const ofUser = async (address: string) => {
      const key = credentialKey(address);
      const item = await getItem(this.#client, this.#table, key, CURRENT_PASSWORD_ATTRIBUTES);
      return item?.user_id === userId
        ? { hash: item.password_hash as string | undefined }
        : undefined;
    };
    const found = await ofUser(email);
    if (found) return found.hash;
    const [profile] = await batchGet(this.#client, this.#table, [profileKey(userId)], ['email']);
    return profile && (await ofUser(profile.email))?.hash;
  }

  async resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'> {
    return (await write(this.#client, resetWrites(this.#table, reset))) ?? 'reset';
  }
}

/** Accounts at providers that were linked before the address was verified are removed; see `links.ts`. */
const REMOVAL = { link_floor: { from: 'link_version', otherwise: NO_LINKS.version } };

function resetWrites(table: string, reset: PasswordReset): ConditionalWrite<'stale'>[] {
  const { userId, email, credentialVersion, passwordHash, event } = reset;
  return refuse('stale', [
    update(table, {
      key: credentialKey(email),
      set: { password_hash: passwordHash, is_verified: true },
      copy: REMOVAL,
      add: { credential_version: 1, token_version: 1 },
      equals: { user_id: userId, credential_version: credentialVersion, is_active: true },
    }),
    update(table, {
      key: profileKey(userId),
      set: { updated_at: event.at, event, is_verified: true },
      copy: REMOVAL,
      add: { version: 1, token_version: 1 },
      remove: ['surviving_token', 'passwordless'],
      equals: { email },
    }),
  ]);
}
