/** What the functions call AWS by, for services on this machine. */
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import {
  DYNAMODB,
  EVENT_BRIDGE,
  SECRETS_MANAGER,
  type Service,
} from '../../../lambda/adapters/aws/endpoints.ts';
import { JsonService } from '../../../lambda/adapters/aws/json-service.ts';
import { documentsByJson } from '../../../lambda/adapters/dynamodb/documents-by-json.ts';
import { putEventsByJson } from '../../../lambda/adapters/event-bridge/put-events-by-json.ts';
import { secretsByJson } from '../../../lambda/adapters/secrets-manager/secrets-by-json.ts';

/** What AWS sets in the environment of a function. */
export const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** Milliseconds: an engine on a busy machine answers hundreds that race one after another. */
const PATIENT = { connectionTimeout: 30_000, requestTimeout: 60_000 };

/** A strategy repeats less after many failures: so each client has its own here. */
function serviceAt(service: Service, endpoint: string): JsonService {
  const retryStrategy = new ConfiguredRetryStrategy(3, 1);
  const environment = { ...ENVIRONMENT, AWS_ENDPOINT_URL: endpoint };
  return new JsonService(service, environment, { retryStrategy, requestHandler: PATIENT });
}

export const documentsAt = (endpoint: string) => documentsByJson(serviceAt(DYNAMODB, endpoint));

export const secretsAt = (endpoint: string) => secretsByJson(serviceAt(SECRETS_MANAGER, endpoint));

export const putEventsAt = (endpoint: string) => putEventsByJson(serviceAt(EVENT_BRIDGE, endpoint));
