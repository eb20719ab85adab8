import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RequestStore, TokenRequest } from '../../users/ports.ts';
import { call } from './calls.ts';
import { requestKey } from './items.ts';

/** One event a minute for an address, however often it is asked for: no mail bombing. */
const INTERVAL_SECONDS = 60;

export class DynamoDBRequestStore implements RequestStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async record({ kind, email, event }: TokenRequest): Promise<void> {
    const now = Math.floor(Date.parse(event.at) / 1000);
    const put = new PutCommand({
      TableName: this.#table,
      Item: { ...requestKey(kind, email), email, event, expires_at: now + INTERVAL_SECONDS },
      // TTL deletes late, so the time is compared as well.
      ConditionExpression: 'attribute_not_exists(pk) OR expires_at <= :now',
      ExpressionAttributeValues: { ':now': now },
    });
    try {
      await call(() => this.#client.send(put));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
