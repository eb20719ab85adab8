/** What the adapters ask of Secrets Manager, whatever client makes the calls. */
import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
  PutSecretValueCommandInput,
  PutSecretValueCommandOutput,
  UpdateSecretVersionStageCommandInput,
  UpdateSecretVersionStageCommandOutput,
} from '@aws-sdk/client-secrets-manager';

interface Operation<Input, Output> {
  readonly input: Input;
  readonly output: Omit<Output, '$metadata'>;
}

export interface SecretOperations {
  readonly GetSecretValue: Operation<
    GetSecretValueCommandInput,
    Pick<GetSecretValueCommandOutput, 'VersionId' | 'SecretString' | 'SecretBinary'>
  >;
  readonly PutSecretValue: Operation<
    Omit<PutSecretValueCommandInput, 'SecretBinary'>,
    Pick<PutSecretValueCommandOutput, 'VersionId'>
  >;
  readonly UpdateSecretVersionStage: Operation<
    UpdateSecretVersionStageCommandInput,
    Pick<UpdateSecretVersionStageCommandOutput, 'ARN'>
  >;
}

export interface Secrets {
  /**
   * Makes one call, which is repeated while that may help: a new version is put once.
   *
   * @throws an error with the service's own name
   */
  call<Name extends keyof SecretOperations>(
    operation: Name,
    input: SecretOperations[Name]['input'],
  ): Promise<SecretOperations[Name]['output']>;
}
