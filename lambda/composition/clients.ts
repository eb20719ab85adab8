/** What calls AWS: few lines instead of the SDK's clients, which are most of a cold start. `clients-by-sdk.ts` has the same by those. */
import { AWS_CLIENT } from '../adapters/aws/client-options.ts';
import { DYNAMODB, EVENT_BRIDGE, SECRETS_MANAGER } from '../adapters/aws/endpoints.ts';
import { JsonService } from '../adapters/aws/json-service.ts';
import type { Documents } from '../adapters/dynamodb/documents.ts';
import { documentsByJson } from '../adapters/dynamodb/documents-by-json.ts';
import type { PutEvents } from '../adapters/event-bridge/put-events.ts';
import { putEventsByJson } from '../adapters/event-bridge/put-events-by-json.ts';
import type { Secrets } from '../adapters/secrets-manager/secrets.ts';
import { secretsByJson } from '../adapters/secrets-manager/secrets-by-json.ts';
import type { Runtime } from './runtime.ts';

type Place = Pick<Runtime, 'environment'>;

export const documentsClient = ({ environment }: Place, options: typeof AWS_CLIENT): Documents =>
  documentsByJson(new JsonService(DYNAMODB, environment, options));

export const secretsClient = ({ environment }: Place): Secrets =>
  secretsByJson(new JsonService(SECRETS_MANAGER, environment, AWS_CLIENT));

export const putEventsClient = ({ environment }: Place): PutEvents =>
  putEventsByJson(new JsonService(EVENT_BRIDGE, environment, AWS_CLIENT));
