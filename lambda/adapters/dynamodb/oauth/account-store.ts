import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SIGN_IN_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import type { OAuthAccount } from '../../../users/oauth/provider.ts';
import type { AccountLink, LoginCredential, OAuthAccountStore } from '../../../users/ports.ts';
import { write } from '../calls.ts';
import { accountKey, credentialKey, toLoginCredential } from '../items.ts';
import { batchGet } from '../reads.ts';
import * as writes from '../writes.ts';

/** Accounts at providers; it never reads the hash of a password. */
export class DynamoDBOAuthAccountStore implements OAuthAccountStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(
    account: OAuthAccount | undefined,
    email?: string,
  ): Promise<{ userId?: string; credential?: LoginCredential }> {
    const keys = [
      ...(account ? [accountKey(account)] : []),
      ...(email === undefined ? [] : [credentialKey(email)]),
    ];
    const items = await batchGet(this.#client, this.#table, keys, SIGN_IN_ATTRIBUTES);
    const found = items.find(({ sk }) => sk === 'ACCOUNT');
    const credential = items.find(({ sk }) => sk === 'CREDENTIAL');
    return {
      ...(found && { userId: found.user_id }),
      ...(credential && { credential: toLoginCredential(credential) }),
    };
  }

  async link(link: AccountLink): Promise<'linked' | 'stale' | 'account_taken'> {
    const refusal = await write(this.#client, writes.linkAccount(this.#table, link));
    return refusal ?? 'linked';
  }
}
