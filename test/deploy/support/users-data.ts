import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Release } from '../releases/release.ts';
import type { AwsClientConfig } from './place.ts';

/** What must outlive a stack: the users in a table. */
export class UsersTable {
  readonly name: string;
  readonly #client: DynamoDBClient;

  constructor(name: string, config: AwsClientConfig) {
    this.name = name;
    this.#client = new DynamoDBClient(config);
  }

  async put(items: Release['items']): Promise<void> {
    for (const Item of items) {
      await this.#client.send(new PutItemCommand({ TableName: this.name, Item }));
    }
  }

  async items(): Promise<Release['items']> {
    const items: Release['items'][number][] = [];
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.name })) {
      items.push(...(page.Items ?? []));
    }
    return items;
  }

  async arns(): Promise<{ table: string; stream: string }> {
    const { Table } = await this.#client.send(new DescribeTableCommand({ TableName: this.name }));
    return { table: String(Table?.TableArn), stream: String(Table?.LatestStreamArn) };
  }
}

/** The current value of a secret, which its tokens are signed with. */
export async function secretValue(arn: string, config: AwsClientConfig): Promise<string> {
  const client = new SecretsManagerClient(config);
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  return String(SecretString);
}
