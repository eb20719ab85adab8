import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  ATTEMPT_ATTRIBUTES,
  FACTOR_ATTRIBUTES,
  SIGN_IN_ATTRIBUTES,
} from '../../../../lib/contract/attributes.ts';
import { keyOf, sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type {
  AddressClaim,
  CodeSearch,
  EmailLoginStore,
  LoginRequest,
  NewLoginRequest,
} from '../../../users/email-login/email-login-store.ts';
import type { Counter } from '../../../users/limits/counter.ts';
import type { UsedCode } from '../../../users/used-code.ts';
import { toLoginCredential } from '../accounts/items.ts';
import { type ConditionalWrite, isWritten, refuse, updateAndSee, write } from '../calls.ts';
import { ENDS_EARLIER_ACCOUNTS } from '../earlier-accounts.ts';
import { update } from '../expressions.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { counterKey, toWatched } from '../limits/counters.ts';
import { useCode, wrongCode } from '../passwords/code-writes.ts';
import { requestUpdate } from '../passwords/request-items.ts';
import { batchGet } from '../reads.ts';

const READ = [...new Set([...SIGN_IN_ATTRIBUTES, ...ATTEMPT_ATTRIBUTES, 'event', 'tries_left'])];

/** Codes that were mailed; it never reads the hash of a password. */
export class DynamoDBEmailLoginStore implements EmailLoginStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async requestCode({ email, event, tries }: NewLoginRequest): Promise<string> {
    const key = keyOf('request-login', { email });
    const update = requestUpdate(this.#table, key, { email, event, tries_left: tries });
    const { written, item } = await updateAndSee(this.#client, {
      ...update,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return written ? event.id : (item?.event.id ?? event.id);
  }

  async loginRequest(email: string, counters: readonly Counter[]): Promise<CodeSearch> {
    const request = keyOf('request-login', { email });
    const keys = [credentialKey(email), request, ...counters.map(counterKey)];
    const items = await batchGet(this.#client, this.#table, keys, READ);
    const credential = items.find(({ sk }) => sortKeyParts('credential', sk));
    const found = items.find(({ sk }) => sk === request.sk);
    return {
      ...(found && { request: toRequest(found) }),
      ...(credential && { credential: toLoginCredential(credential) }),
      watched: toWatched(counters, items),
    };
  }

  async countWrongCode(code: UsedCode): Promise<void> {
    const update = wrongCode(this.#table, code);
    // A refused one is of a code that can't be tried any more.
    await isWritten(() => this.#client.send(new UpdateCommand(update)));
  }

  async claimAddress(claim: AddressClaim): Promise<'claimed' | 'used' | 'stale'> {
    return (await write(this.#client, claimWrites(this.#table, claim))) ?? 'claimed';
  }
}

function toRequest({ event, tries_left: triesLeft }: Item): LoginRequest {
  return { id: event.id, at: new Date(event.at), triesLeft };
}

function claimWrites(
  table: string,
  { credential, code, event }: AddressClaim,
): ConditionalWrite<'used' | 'stale'>[] {
  const { email, userId, credentialVersion } = credential;
  return [
    { write: useCode(table, code), refusal: 'used' },
    ...refuse('stale', [
      update(table, {
        key: credentialKey(email),
        set: { is_verified: true },
        copy: ENDS_EARLIER_ACCOUNTS,
        add: { credential_version: 1, token_version: 1 },
        remove: ['password_hash', ...FACTOR_ATTRIBUTES],
        equals: { user_id: userId, credential_version: credentialVersion, is_active: true },
      }),
      update(table, {
        key: profileKey(userId),
        set: { updated_at: event.at, event, is_verified: true, passwordless: true },
        copy: ENDS_EARLIER_ACCOUNTS,
        add: { version: 1, token_version: 1 },
        remove: ['surviving_token', ...FACTOR_ATTRIBUTES],
        equals: { email },
      }),
    ]),
  ];
}
