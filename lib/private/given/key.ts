import { type IResolvable, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnGlobalTable, type CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnAlias, CfnKey, type IAlias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { aws_kms } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { available } from '../available';
import { Found, UsersApiError } from '../errors';

/**
 * The key behind a reference: the one that it is, one whose policy can be added to, or what `imported` makes of
 * its ARN.
 */
export function givenKey<T>(ref: aws_kms.IKeyRef, imported: (keyArn: string) => T): IKey | T {
  if (isKey(ref)) return behindAlias('encryptionKey', ref);
  const { scope } = ref.node;
  if (ref instanceof CfnKey && scope !== undefined && isKey(scope)) return scope;
  return (ref instanceof CfnKey && withItsPolicy(ref)) || imported(ref.keyRef.keyArn);
}

/**
 * The key itself. An alias is an `IKey` as well, whose ARN a policy can't name: IAM asks for that of the key.
 *
 * @param setting what the key was given with
 * @throws when an alias doesn't tell its key, as an import by name does not
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function behindAlias(setting: string, key: IKey): IKey {
  if (!isAlias(key)) return key;
  const target = available(() => key.aliasTargetKey);
  if (target !== undefined) return behindAlias(setting, target);
  throw new UsersApiError(setting, {
    got: new Found(`${key.node.path}, an alias that does not tell its key`),
    expected: 'the key itself, which the functions get the right to use',
    fix: 'give the key, as in Key.fromKeyArn, or Alias.fromAliasAttributes with its aliasTargetKey',
  });
}

function isAlias(key: IKey): key is IAlias {
  return 'aliasName' in key;
}

/** Of any copy of the CDK: what has the attribute is a key of the second level. */
function isKey(construct: IConstruct): construct is IKey {
  return 'keyArn' in construct;
}

/** `undefined` where the policy is not in the template as it is, and so can't be added to. */
function withItsPolicy(key: CfnKey): IKey | undefined {
  if (key.keyPolicy === undefined) return undefined;
  try {
    return Key.fromCfnKey(key);
  } catch {
    return undefined;
  }
}

/** A resource that says which key it is encrypted with. */
type Encrypted = CfnTable | CfnGlobalTable | CfnSecret;

/**
 * The customer's key of a resource of the first level; undefined where it has one of AWS.
 *
 * @param setting where the resource was given
 * @throws when the resource doesn't tell which key that is
 */
export function keyOfResource<T>(
  setting: string,
  resource: Encrypted,
  imported: (keyArn: string) => T,
): IKey | T | undefined {
  const said = keyIdOf(resource);
  if (said === undefined || (typeof said === 'string' && /(^|:)alias\/aws\//.test(said))) {
    return undefined;
  }
  const { firstToken } = typeof said === 'string' ? Tokenization.reverseString(said) : {};
  const target = Reference.isReference(firstToken) ? firstToken.target : undefined;
  if (target instanceof CfnKey) return givenKey(target, imported);
  if (typeof said !== 'string' || target instanceof CfnAlias || /(^|:)alias\//.test(said)) {
    throw new UsersApiError(setting, {
      got: new Found(
        `${resource.node.path}, whose key is ${typeof said === 'string' ? 'an alias' : 'a token'}`,
      ),
      expected: 'the ARN or the id of its key, which the functions get the right to use',
      fix: `name the key itself, or give ${IMPORTS[resource.cfnResourceType]} with the encryptionKey`,
    });
  }
  const isArn = Token.isUnresolved(said) || said.startsWith('arn:');
  const place = { service: 'kms', resource: 'key', resourceName: said };
  return imported(isArn ? said : Stack.of(resource).formatArn(place));
}

/** How a resource of a type is given with the key that it has. */
const IMPORTS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableV2.fromTableAttributes',
  'AWS::DynamoDB::GlobalTable': 'TableV2.fromTableAttributes',
  'AWS::SecretsManager::Secret': 'Secret.fromSecretAttributes',
};

/** What a resource says of its key; an object where even that is known only at deployment. */
function keyIdOf(resource: Encrypted): string | object | undefined {
  if ('kmsKeyId' in resource) return resource.kmsKeyId;
  if (!(resource instanceof CfnGlobalTable)) return masterKeyOf(resource.sseSpecification);
  // Each replica says it for its Region.
  const replicas = resource.replicas as
    | readonly CfnGlobalTable.ReplicaSpecificationProperty[]
    | IResolvable;
  if ('resolve' in replicas) return replicas;
  const { region } = Stack.of(resource);
  const here = replicas.length === 1 ? replicas[0] : replicas.find((one) => one.region === region);
  return masterKeyOf(here?.sseSpecification);
}

function masterKeyOf(
  said: CfnTable['sseSpecification'] | CfnGlobalTable.ReplicaSSESpecificationProperty,
): string | object | undefined {
  return said !== undefined && 'resolve' in said ? said : said?.kmsMasterKeyId;
}
