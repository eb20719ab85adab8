import { Token } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { behindAlias, keyOfResource } from './key';
import { once } from './once';

/** The secret behind a reference: the one that it is, or an import of what the reference tells. */
export function givenSecret(scope: Construct, ref: aws_secretsmanager.ISecretRef): ISecret {
  if (isSecret(ref)) return ref;
  return once(scope, ref, (place, id) => {
    const { secretId } = ref.secretRef;
    // Of a resource, and of most that is a token, it is the ARN.
    if (!Token.isUnresolved(secretId) && !secretId.startsWith('arn:')) {
      return Secret.fromSecretNameV2(place, id, secretId);
    }
    return Secret.fromSecretAttributes(place, id, {
      secretCompleteArn: secretId,
      encryptionKey: secretKeyOf('secret', ref, (keyArn) =>
        Key.fromKeyArn(place, `${id}-key`, keyArn),
      ),
    });
  });
}

/** Of any copy of the CDK: what has the attribute is a secret of the second level. */
function isSecret(ref: aws_secretsmanager.ISecretRef): ref is ISecret {
  return 'secretArn' in ref;
}

/** The resource behind a secret, if it is in the app. */
export function secretResourceOf(ref: aws_secretsmanager.ISecretRef): CfnSecret | undefined {
  return [ref, ref.node.defaultChild].find((each) => each instanceof CfnSecret);
}

/**
 * The customer's key of a secret.
 *
 * @throws when the resource doesn't tell
 */
export function secretKeyOf<T>(
  setting: string,
  ref: aws_secretsmanager.ISecretRef,
  imported: (keyArn: string) => T,
) {
  if (isSecret(ref)) return ref.encryptionKey && behindAlias(setting, ref.encryptionKey);
  const resource = secretResourceOf(ref);
  return resource && keyOfResource(setting, resource, imported);
}
