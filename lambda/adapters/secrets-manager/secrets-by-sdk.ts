import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretOperations, Secrets } from './secrets.ts';

const COMMANDS = {
  GetSecretValue: GetSecretValueCommand,
  PutSecretValue: PutSecretValueCommand,
  UpdateSecretVersionStage: UpdateSecretVersionStageCommand,
} satisfies Record<keyof SecretOperations, unknown>;

/** Calls by the SDK's own client. */
export function secretsBySdk(client: Pick<SecretsManagerClient, 'send'>): Secrets {
  return {
    call<Name extends keyof SecretOperations>(
      operation: Name,
      input: SecretOperations[Name]['input'],
    ) {
      const Command: new (input: never) => unknown = COMMANDS[operation];
      const answer: Promise<unknown> = client.send(new Command(input as never) as never);
      return answer as Promise<SecretOperations[Name]['output']>;
    },
  };
}
