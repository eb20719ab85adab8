import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Documents, Operations } from './documents.ts';

const COMMANDS = {
  GetItem: GetCommand,
  BatchGetItem: BatchGetCommand,
  Query: QueryCommand,
  PutItem: PutCommand,
  UpdateItem: UpdateCommand,
  DeleteItem: DeleteCommand,
  TransactWriteItems: TransactWriteCommand,
} satisfies Record<keyof Operations, unknown>;

/** Calls by the SDK's own client. */
export function documentsBySdk(client: Pick<DynamoDBDocumentClient, 'send'>): Documents {
  return {
    call<Name extends keyof Operations>(operation: Name, input: Operations[Name]['input']) {
      const Command: new (input: never) => unknown = COMMANDS[operation];
      const answer: Promise<unknown> = client.send(new Command(input as never) as never);
      return answer as Promise<Operations[Name]['output']>;
    },
  };
}
