/** What `clients.ts` makes, by the SDK's clients: for comparison, by `AWS_CLIENTS=sdk npm run bundle`. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AWS_CLIENT } from '../adapters/aws/client-options.ts';
import type { Documents } from '../adapters/dynamodb/documents.ts';
import { documentsBySdk } from '../adapters/dynamodb/documents-by-sdk.ts';
import type { PutEvents } from '../adapters/event-bridge/put-events.ts';
import { putEventsBySdk } from '../adapters/event-bridge/put-events-by-sdk.ts';
import type { Secrets } from '../adapters/secrets-manager/secrets.ts';
import { secretsBySdk } from '../adapters/secrets-manager/secrets-by-sdk.ts';

export const documentsClient = (_: unknown, options: typeof AWS_CLIENT): Documents =>
  documentsBySdk(DynamoDBDocumentClient.from(new DynamoDBClient(options)));

export const secretsClient = (): Secrets => secretsBySdk(new SecretsManagerClient(AWS_CLIENT));

export const putEventsClient = (): PutEvents => putEventsBySdk(new EventBridgeClient(AWS_CLIENT));
