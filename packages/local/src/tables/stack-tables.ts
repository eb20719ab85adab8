import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import type { StackScope } from '../cloudformation/stack-scope.ts';
import { resourcesOf, type Template } from '../cloudformation/template.ts';
import { type TableSchema, tableSchema } from './table-schema.ts';
import { ensureTable, recreateTable } from './tables.ts';

/** The tables of a stack in the engine. */
export class StackTables {
  readonly #client: DynamoDBClient;
  readonly #scope: StackScope;
  readonly #schemas: readonly { readonly logicalId: string; readonly schema: TableSchema }[];
  readonly #streamArns = new Map<string, string>();

  constructor(client: DynamoDBClient, template: Template, scope: StackScope) {
    this.#client = client;
    this.#scope = scope;
    this.#schemas = resourcesOf(template, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map(
      ({ logicalId, properties }) => ({
        logicalId,
        schema: tableSchema(String(scope.ref(logicalId)), scope.properties(properties)),
      }),
    );
  }

  /**
   * Makes the tables that the engine lacks.
   *
   * @throws {LocalError} `TABLE_DIFFERS`
   */
  async open(): Promise<void> {
    await this.#each(ensureTable);
  }

  /** Recreates all tables, with new streams. */
  async recreate(): Promise<void> {
    await this.#each(recreateTable);
  }

  streamArn(tableName: string): string | undefined {
    return this.#streamArns.get(tableName);
  }

  async #each(
    make: (client: DynamoDBClient, schema: TableSchema) => Promise<TableDescription>,
  ): Promise<void> {
    for (const { logicalId, schema } of this.#schemas) {
      const { LatestStreamArn: stream } = await make(this.#client, schema);
      if (stream === undefined) continue;
      this.#streamArns.set(schema.TableName, stream);
      this.#scope.identify(logicalId, { attributes: { StreamArn: stream } });
    }
  }
}
