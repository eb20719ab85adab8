import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../../../lib/contract/items.ts';
import type { RequestStore, TokenRequest } from '../../../users/passwords/request-store.ts';
import { isWritten } from '../calls.ts';
import { requestPut } from './request-put.ts';

export class DynamoDBRequestStore implements RequestStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record({ kind, email, event }: TokenRequest): Promise<void> {
    const item = { ...keyOf(kind, { email }), email, event };
    const put = new PutCommand(requestPut(this.#table, item));
    // A refused request came within a minute of another one and is dropped silently.
    await isWritten(() => this.#client.send(put));
  }
}
