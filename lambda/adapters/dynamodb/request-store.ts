import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RequestStore, TokenRequest } from '../../users/ports.ts';
import { call } from './calls.ts';
import { requestKey } from './items.ts';
import { requestPut } from './writes.ts';

export class DynamoDBRequestStore implements RequestStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record({ kind, email, event }: TokenRequest): Promise<void> {
    const item = { ...requestKey(kind, email), email, event };
    const put = new PutCommand(requestPut(this.#table, item));
    try {
      await call(() => this.#client.send(put));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
