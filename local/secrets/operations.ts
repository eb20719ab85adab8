import { AwsError, type Operations } from '../aws-json/operations.ts';
import type { SecretStore } from './secret-store.ts';

/**
 * The operations of Secrets Manager that a function calls.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function secretsManager(store: SecretStore): Operations {
  return {
    'secretsmanager.GetSecretValue': ({ SecretId, VersionId, VersionStage }) => {
      const secret = store.find(String(SecretId));
      if (secret === undefined) {
        throw new AwsError(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret.",
        );
      }
      const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
      const version = secret.versions.find(
        ({ id, stages }) =>
          (VersionId === undefined || id === VersionId) &&
          (stage === undefined || stages.includes(String(stage))),
      );
      if (version === undefined) {
        const sought = stage === undefined ? `version: ${VersionId}` : `staging label: ${stage}`;
        throw new AwsError(
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${sought}`,
        );
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: version.stages,
        SecretString: version.value,
        CreatedDate: version.created,
      };
    },
  };
}
