import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';

type Item = Record<string, unknown>;

/**
 * The items of a users table, past the API: to see that nothing is left, and to leave something.
 */
export class TableItems {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: () => Promise<string>;

  constructor(config: DynamoDBClientConfig, table: () => Promise<string>) {
    this.#documents = DynamoDBDocumentClient.from(new DynamoDBClient(config));
    this.#table = table;
  }

  async scan(): Promise<readonly Item[]> {
    const items: Item[] = [];
    const query = { TableName: await this.#table(), ConsistentRead: true };
    for await (const page of paginateScan({ client: this.#documents }, query)) {
      items.push(...(page.Items ?? []));
    }
    return items;
  }

  async put(item: Item): Promise<void> {
    await this.#documents.send(new PutCommand({ TableName: await this.#table(), Item: item }));
  }

  /** Changes an item that is there; an attribute without a value goes. */
  async change(found: (item: Item) => boolean, changes: Item): Promise<void> {
    const item = (await this.scan()).find(found);
    if (item === undefined) throw new Error('there is no such item');
    await this.#documents.send(
      new PutCommand({
        TableName: await this.#table(),
        Item: Object.fromEntries(
          Object.entries({ ...item, ...changes }).filter(([, value]) => value !== undefined),
        ),
      }),
    );
  }

  /** Items that say one of the words anywhere. */
  async naming(...words: string[]): Promise<readonly Item[]> {
    const items = await this.scan();
    return items.filter((item) => words.some((word) => JSON.stringify(item).includes(word)));
  }
}
