import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { RequestStore, TokenRequest } from '../../../users/passwords/request-store.ts';
import { isWritten } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { requestUpdate } from './request-items.ts';

export class DynamoDBRequestStore implements RequestStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record({ kind, email, event }: TokenRequest): Promise<void> {
    const update = requestUpdate(this.#table, keyOf(kind, { email }), { email, event });
    // A refused request came too soon after others and is dropped silently.
    await isWritten(() => this.#client.call('UpdateItem', update));
  }
}
