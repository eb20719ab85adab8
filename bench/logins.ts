/** Logins that are refused, by addresses with and without a user. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { LocalStack } from 'cdk-users-api-local';

export const PASSWORD = 'correct horse battery';

/** Whose an address is: nobody's, that of a new user, or that of one whose hash is this one. */
export type Whose = 'nobody' | 'registered' | (() => Promise<string>);

/** Milliseconds that went by, and those of CPU time, in this process with the threads of the functions. */
export interface Taken {
  readonly ms: number;
  readonly cpuMs: number;
}

export class Logins {
  readonly #url: string;
  readonly #client: DynamoDBClient;
  readonly #table: string;

  static async at({ url, endpoints }: LocalStack): Promise<Logins> {
    const client = new DynamoDBClient({
      endpoint: endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames: [table = ''] = [] } = await client.send(new ListTablesCommand({}));
    return new Logins(`${url}/users`, client, table);
  }

  private constructor(url: string, client: DynamoDBClient, table: string) {
    this.#url = url;
    this.#client = client;
    this.#table = table;
  }

  /** New addresses, one of each kind. */
  async addresses(kinds: Readonly<Record<string, Whose>>): Promise<ReadonlyMap<string, string>> {
    const addresses = new Map<string, string>();
    for (const [kind, whose] of Object.entries(kinds)) {
      addresses.set(kind, await this.#addressOf(whose));
    }
    return addresses;
  }

  /** A login with a wrong password. */
  async refused(username: string, status: 400 | 429): Promise<Taken> {
    const start = performance.now();
    const before = process.cpuUsage();
    await this.#post('/login/jwt', { username, password: 'wrong horse battery' }, status);
    const { user, system } = process.cpuUsage(before);
    return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
  }

  stop(): void {
    this.#client.destroy();
  }

  async #addressOf(whose: Whose): Promise<string> {
    const email = `${randomUUID()}@example.com`;
    if (whose === 'nobody') return email;
    await this.#post('/register', { email, password: PASSWORD }, 201);
    if (whose === 'registered') return email;
    await this.#client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: { pk: { S: `EMAIL#${email}` }, sk: { S: 'CREDENTIAL' } },
        UpdateExpression: 'SET password_hash = :hash',
        ConditionExpression: 'attribute_exists(password_hash)',
        ExpressionAttributeValues: { ':hash': { S: await whose() } },
      }),
    );
    return email;
  }

  async #post(route: string, body: object, expected: number): Promise<void> {
    const answer = await fetch(`${this.#url}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== expected) throw new Error(`${route}: ${answer.status} ${text}`);
  }
}
