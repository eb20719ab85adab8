/** The rights of functions on keys of the user's. */
import { Resource, Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import type { TableAccess } from '../../contract/action.ts';
import { behindAlias } from '../given/key';
import { secretResource, WRITES } from './policies';

/** The right to use a key. */
export interface KeyAccess {
  readonly key: IKey;
  readonly statement: PolicyStatement;
}

/** What a function works with that a key may have encrypted. */
interface Encrypted {
  readonly secrets?: readonly ISecret[];
  /** Secrets whose values it replaces. */
  readonly written?: readonly ISecret[];
  /** The key of its environment. */
  readonly environmentKey?: IKey | undefined;
}

/**
 * To use a customer's key of the table, of a secret or of the environment, and only through the service it
 * encrypts for, of secrets only for those; nothing where there are no such keys. A key whose own policy does not
 * leave access to IAM, as CDK's and the console's do, has to name the roles itself.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export function keyAccess(
  rows: readonly TableAccess[],
  table: ITableV2,
  { secrets = [], written = [], environmentKey }: Encrypted = {},
): KeyAccess[] {
  const writes = rows.some(({ calls }) => calls.some((call) => WRITES.includes(call)));
  const calls = writes
    ? ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo']
    : ['Decrypt', 'DescribeKey'];
  return [
    ...accessTo(rows.length === 0 ? undefined : keyOf('table', table), 'dynamodb', calls),
    ...accessToSecrets(secrets, ['Decrypt']),
    ...accessToSecrets(written, ['Decrypt', 'GenerateDataKey']),
    ...accessTo(environmentKey, 'lambda', ['Decrypt']),
  ];
}

function keyOf(setting: string, { encryptionKey }: Pick<ITableV2 | ISecret, 'encryptionKey'>) {
  return encryptionKey && behindAlias(setting, encryptionKey);
}

/** By the ARN that Secrets Manager encrypts together with a value, so that no other secret is meant. */
function accessToSecrets(
  secrets: readonly ISecret[],
  calls: readonly string[],
): readonly KeyAccess[] {
  const keys = new Set(secrets.map((secret) => keyOf('secret', secret)));
  return [...keys].flatMap((key) => {
    const encrypted = secrets.filter((secret) => keyOf('secret', secret) === key);
    return accessTo(key, 'secretsmanager', calls, {
      // An ARN that isn't known to its end has wildcards.
      StringLike: { 'kms:EncryptionContext:SecretARN': encrypted.map(secretResource) },
    });
  });
}

/** Calls on a key, made by a service for the function. */
export function accessTo(
  key: IKey | undefined,
  service: string,
  calls: readonly string[],
  conditions: Readonly<Record<string, object>> = {},
): readonly KeyAccess[] {
  if (key === undefined) return [];
  const statement = new PolicyStatement({
    actions: calls.map((call) => `kms:${call}`),
    resources: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `${service}.${key.env.region}.amazonaws.com` },
      ...conditions,
    },
  });
  return [{ key, statement }];
}

/** Whether the stack of a construct makes the key, and doesn't only know of it. */
export function isMadeBeside(key: IKey, construct: IConstruct): boolean {
  return Resource.isOwnedResource(key) && Stack.of(key) === Stack.of(construct);
}
