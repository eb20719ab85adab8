import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SIGN_IN_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import type { AccountLink, OAuthAccountStore } from '../../../users/oauth/account-store.ts';
import type { LoginCredential, OAuthAccount } from '../../../users/user.ts';
import { toLoginCredential } from '../accounts/items.ts';
import { accountKey, accountWrites } from '../accounts/provider-account.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import { update } from '../expressions.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { batchGet } from '../reads.ts';

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
    const refusal = await write(this.#client, linkWrites(this.#table, link));
    return refusal ?? 'linked';
  }
}

/** The user must be unchanged since the read, so that a deleted user leaves no account behind. */
function linkWrites(
  table: string,
  { account, userId, tokenVersion, verifiedEmail, event }: AccountLink,
): ConditionalWrite<'stale' | 'account_taken'>[] {
  const asRead = { is_active: true, token_version: tokenVersion };
  const verified = verifiedEmail === undefined ? {} : { email: verifiedEmail, is_verified: true };
  const profile = update(table, {
    key: profileKey(userId),
    set: { event },
    equals: { ...asRead, ...verified },
  });
  return [
    { write: profile, refusal: 'stale' },
    ...refuse('account_taken', accountWrites(table, userId, account, event.at)),
  ];
}
