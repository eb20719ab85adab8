import {
  CODE_ATTRIBUTES,
  FIRST_CODE_ATTRIBUTES,
  LOGIN_CODE_ATTRIBUTES,
} from '../../../../lib/contract/attributes.ts';
import { keyOf, partitionOf, sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type {
  FactorRefusal,
  FactorRemoval,
  FactorStore,
  RecoveryCodeReplacement,
  TotpConfirmation,
} from '../../../users/factors/factor-store.ts';
import type { TotpUse } from '../../../users/factors/factor-use.ts';
import type { PendingTotp } from '../../../users/factors/stored-totp.ts';
import type { Counter } from '../../../users/limits/counter.ts';
import { toLoginCredential } from '../accounts/items.ts';
import { isWritten, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { credentialKey } from '../keys.ts';
import { counterKey, toWatched } from '../limits/counters.ts';
import { batchGet, queryAll } from '../reads.ts';
import * as changes from './changes.ts';
import { stepUpdate, totpKey } from './used-codes.ts';

/** Second factors in one DynamoDB table. */
export class DynamoDBFactorStore implements FactorStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async storedFactors(
    { userId, email }: { readonly userId: string; readonly email?: string },
    counters: readonly Counter[],
  ) {
    const keys = [totpKey(userId), ...counters.map(counterKey)];
    const items =
      email === undefined
        ? await batchGet(this.#client, this.#table, keys, CODE_ATTRIBUTES)
        : await batchGet(
            this.#client,
            this.#table,
            [credentialKey(email), ...keys],
            LOGIN_CODE_ATTRIBUTES,
          );
    const credential = items.find(({ sk }) => sortKeyParts('credential', sk));
    const totp = items.find(({ sk }) => sortKeyParts('totp', sk));
    return {
      credential: credential && toLoginCredential(credential),
      totp: totp && { sealed: totp.sealed, lastStep: totp.last_step },
      watched: toWatched(counters, items),
    };
  }

  async recoveryCodes(user: string): Promise<readonly string[]> {
    const keys = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :start)',
      ExpressionAttributeValues: {
        ':pk': partitionOf('recovery-code', { user }),
        ':start': keyOf('recovery-code', { user, code: '' }).sk,
      },
      ProjectionExpression: 'pk, sk',
      Select: 'SPECIFIC_ATTRIBUTES',
      ConsistentRead: true,
    });
    return keys.flatMap(({ sk }) => sortKeyParts('recovery-code', sk)?.code ?? []);
  }

  async pendingTotp(user: string, counters: readonly Counter[]) {
    const keys = [keyOf('totp-enrolment', { user }), ...counters.map(counterKey)];
    const items = await batchGet(this.#client, this.#table, keys, FIRST_CODE_ATTRIBUTES);
    const pending = items.find(({ sk }) => sortKeyParts('totp-enrolment', sk));
    return {
      pending: pending && { sealed: pending.sealed, expiresAt: pending.expires_at },
      watched: toWatched(counters, items),
    };
  }

  async enrolTotp(user: string, pending: PendingTotp & { readonly createdAt: Date }) {
    return (await write(this.#client, changes.enrolment(this.#table, user, pending))) ?? 'enrolled';
  }

  async confirmTotp(confirmation: TotpConfirmation): Promise<'confirmed' | FactorRefusal> {
    const refusal = await write(this.#client, changes.confirmation(this.#table, confirmation));
    return refusal ?? 'confirmed';
  }

  async removeFactors(removal: FactorRemoval): Promise<'removed' | FactorRefusal> {
    return (await write(this.#client, changes.removal(this.#table, removal))) ?? 'removed';
  }

  async replaceRecoveryCodes(
    replacement: RecoveryCodeReplacement,
  ): Promise<'replaced' | FactorRefusal> {
    const refusal = await write(this.#client, changes.replacement(this.#table, replacement));
    return refusal ?? 'replaced';
  }

  async useUp(use: TotpUse): Promise<void> {
    const used = stepUpdate(this.#table, use);
    await isWritten(() => this.#client.call('UpdateItem', used));
  }
}
