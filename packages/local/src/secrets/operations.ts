import { AwsError, type Operations } from '../aws-json/operations.ts';
import type { Secret, SecretStore, SecretVersion } from './secret-store.ts';

/** Rotates the secret with an ARN; undefined where nothing does. */
export type Rotate = (arn: string) => Promise<string | undefined>;

type Input = Parameters<Operations[string]>[0];

/**
 * The operations of Secrets Manager that a function calls, and the one that rotates a secret on
 * demand, which here has ended when it is answered.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
 */
export function secretsManager(store: SecretStore, rotate: Rotate): Operations {
  const secretOf = ({ SecretId }: Input): Secret => {
    const secret = store.find(String(SecretId));
    if (secret === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    return secret;
  };
  return {
    'secretsmanager.GetSecretValue': (input) => {
      const secret = secretOf(input);
      const version = versionOf(secret, input);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: version.stages,
        SecretString: version.value,
        CreatedDate: version.created,
      };
    },

    'secretsmanager.PutSecretValue': (input) => {
      const { arn, name, versions } = secretOf(input);
      const known = versions.find(({ id }) => id === input.ClientRequestToken);
      // A call that is repeated, as SDKs do when they got no answer, does nothing more.
      if (known?.value === input.SecretString) {
        return { ARN: arn, Name: name, VersionId: known?.id, VersionStages: known?.stages };
      }
      if (known !== undefined) {
        throw new AwsError('ResourceExistsException', 'The version exists, with another value.');
      }
      const stages = (input.VersionStages ?? ['AWSCURRENT']) as readonly string[];
      const { id } = store.put(name, {
        id: String(input.ClientRequestToken),
        value: String(input.SecretString),
        stages,
      });
      return { ARN: arn, Name: name, VersionId: id, VersionStages: stages };
    },

    'secretsmanager.UpdateSecretVersionStage': (input) => {
      const { arn, name, versions } = secretOf(input);
      const { MoveToVersionId, RemoveFromVersionId, VersionStage } = input;
      versionOf(secretOf(input), { VersionId: MoveToVersionId });
      const labelled = versions.find(({ stages }) => stages.includes(String(VersionStage)))?.id;
      if (labelled !== undefined && labelled !== RemoveFromVersionId) {
        throw new AwsError(
          'InvalidParameterException',
          `The staging label ${VersionStage} is currently attached to version ${labelled}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      }
      store.stage(name, String(MoveToVersionId), String(VersionStage));
      return { ARN: arn, Name: name };
    },

    'secretsmanager.RotateSecret': async (input) => {
      const { arn, name } = secretOf(input);
      const version = await rotate(arn);
      if (version !== undefined) return { ARN: arn, Name: name, VersionId: version };
      throw new AwsError('InvalidRequestException', 'No Lambda rotation function ARN is known.');
    },
  };
}

function versionOf(secret: Secret, { VersionId, VersionStage }: Input): SecretVersion {
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const version = secret.versions.find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) &&
      (stage === undefined || stages.includes(String(stage))),
  );
  if (version !== undefined) return version;
  const sought = stage === undefined ? `version: ${VersionId}` : `staging label: ${stage}`;
  throw new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${sought}`,
  );
}
