import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import bcrypt from 'bcryptjs';
import { accountOf } from '../iam/stack-policies.ts';
import type { ProxiedSystem } from './proxied-system.ts';

/** Stored items, past the API: writing an earlier time makes time pass. */
export class StoredItems {
  readonly #client: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor({ stack }: ProxiedSystem) {
    this.#client = new DynamoDBClient({
      endpoint: stack.endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    this.#documents = DynamoDBDocumentClient.from(this.#client);
    const [table] = accountOf(stack).tables;
    if (table === undefined) throw new Error('the stack has no table');
    this.#table = table.name;
  }

  /** Stores a password of a user as a hash of another scheme than the current one, and of the least cost. */
  async weaken(email: string, password: string): Promise<void> {
    await this.replaceHash(email, await bcrypt.hash(password, 4));
  }

  /** Stores the hash of a user's password as another one. */
  async replaceHash(email: string, hash: string): Promise<void> {
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { pk: `EMAIL#${email}`, sk: 'CREDENTIAL' },
        UpdateExpression: 'SET password_hash = :hash',
        ExpressionAttributeValues: { ':hash': hash },
      }),
    );
  }

  /** Makes a user one who came by a provider, as far as the profile says. */
  async makePasswordless(userId: string): Promise<void> {
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { pk: `USER#${userId}`, sk: 'PROFILE' },
        UpdateExpression: 'SET passwordless = :true',
        ExpressionAttributeValues: { ':true': true },
      }),
    );
  }

  /** Stores an item as it is. */
  async put(item: Record<string, unknown>): Promise<void> {
    await this.#documents.send(new PutCommand({ TableName: this.#table, Item: item }));
  }

  /** The hash of a user's password. */
  async passwordHash(email: string): Promise<string> {
    const { Item: credential } = await this.#documents.send(
      new GetCommand({
        TableName: this.#table,
        Key: { pk: `EMAIL#${email}`, sk: 'CREDENTIAL' },
        ConsistentRead: true,
      }),
    );
    return String(credential?.password_hash);
  }

  /** The item of a session. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what it is.
  async read(sessionId: string): Promise<Record<string, any>> {
    const { Items: items = [] } = await this.#documents.send(
      new ScanCommand({
        TableName: this.#table,
        FilterExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': `SESSION#${sessionId}` },
        ConsistentRead: true,
      }),
    );
    if (items[0] === undefined) throw new Error(`there is no session ${sessionId}`);
    return items[0];
  }

  /** Puts the last use of a session, and its end with it, some seconds back. */
  async age(sessionId: string, seconds: number): Promise<void> {
    const { pk, sk, last_used_at, expires_at } = await this.read(sessionId);
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { pk, sk },
        UpdateExpression: 'SET last_used_at = :used, expires_at = :end',
        ExpressionAttributeValues: {
          ':used': new Date(Date.parse(last_used_at) - seconds * 1000).toISOString(),
          ':end': expires_at - seconds,
        },
      }),
    );
  }

  stop(): void {
    this.#client.destroy();
  }
}
