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
import { callsBySdk } from '../aws/calls-by-sdk.ts';
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
  return callsBySdk<Operations>(client, COMMANDS);
}
