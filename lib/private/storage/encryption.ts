import { Annotations, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { aws_kms } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { UsersApiProps } from '../../users-api-props';
import { Found, UsersApiError } from '../errors';
import { givenKey } from '../given/key';

/** Refuses a key that policies can't name, and one that the CDK could not put on the construct's own table. */
export function checkEncryption({ encryptionKey, table }: UsersApiProps, stack: Stack): void {
  if (encryptionKey === undefined) return;
  givenKey(encryptionKey, () => undefined);
  if (table !== undefined) return;
  if (!Token.isUnresolved(stack.region)) return;
  throw new UsersApiError('encryptionKey', {
    got: new Found(`a key for ${stack.node.path}, a stack whose Region only the deployment knows`),
    expected: 'a stack with a Region, as a table names its key for each',
    fix: "give the stack an env, as in env: { region: 'eu-central-1' }, or give a table",
  });
}

/**
 * The key that a construct encrypts what it makes with. Functions get their rights on it by their roles; services
 * that encrypt in their own name need the key's own policy. The bus sees to EventBridge by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function encryptionKeyOf(
  scope: Construct,
  ref: aws_kms.IKeyRef | undefined,
): IKey | undefined {
  if (ref === undefined) return undefined;
  const key = givenKey(ref, (keyArn) => Key.fromKeyArn(scope, 'EncryptionKey', keyArn));
  const stack = Stack.of(scope);
  const { statementAdded } = key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['Encrypt*', 'Decrypt*', 'ReEncrypt*', 'GenerateDataKey*', 'Describe*'].map(
        (call) => `kms:${call}`,
      ),
      resources: ['*'],
      conditions: {
        // A log group needs its key before it has an ARN, so these are all of the account.
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  if (!statementAdded) {
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:importedEncryptionKey',
      'encryptionKey: got a key whose policy this app does not make, expected one that lets CloudWatch Logs and ' +
        'EventBridge use it, and leaves the rest to IAM; add the statements of docs/encryption.md to its ' +
        'policy before the deployment',
    );
  }
  return key;
}
