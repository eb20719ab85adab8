import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { callsBySdk } from '../aws/calls-by-sdk.ts';
import type { SecretOperations, Secrets } from './secrets.ts';

const COMMANDS = {
  GetSecretValue: GetSecretValueCommand,
  PutSecretValue: PutSecretValueCommand,
  UpdateSecretVersionStage: UpdateSecretVersionStageCommand,
} satisfies Record<keyof SecretOperations, unknown>;

/** Calls by the SDK's own client. */
export function secretsBySdk(client: Pick<SecretsManagerClient, 'send'>): Secrets {
  return callsBySdk<SecretOperations>(client, COMMANDS);
}
