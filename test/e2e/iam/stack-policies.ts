import type { LocalStack } from 'cdk-users-api-local';
import {
  type Json,
  type JsonObject,
  resourcesOf,
} from 'cdk-users-api-local/cloudformation/template';
import type { Account } from './access-requests.ts';
import type { Table } from './dynamodb-requests.ts';
import { list, object } from './json.ts';
import { readStatement, type Statement } from './statement.ts';

/** A stack's template, and what its intrinsic functions stand for. */
export type StackSource = Pick<LocalStack, 'template' | 'resolve'>;

/**
 * The policies of a stack's roles, by the logical ids of those that have them: a role of Lambda's is its one
 * function's, and a role of API Gateway's its own.
 *
 * @throws for a role that is nobody's, and for policies that are not inline
 */
export function policiesOf({ template, resolve }: StackSource): Map<string, Statement[]> {
  const strange = resourcesOf(template, 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')[0];
  if (strange !== undefined) throw new Error(`${strange.type} is not understood`);
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map(({ properties }) => properties);
  const roles = resourcesOf(template, 'AWS::IAM::Role').map(({ logicalId, properties }) => {
    const owner = ownerOf(template, logicalId, properties);
    if (properties.ManagedPolicyArns !== undefined) {
      throw new Error(`the managed policies of role ${logicalId} are not understood`);
    }
    const own = policies.filter(({ Roles }) => list(Roles).map(referred).includes(logicalId));
    const statements = [...list(properties.Policies ?? []).map(object), ...own]
      .flatMap(({ PolicyDocument }) => list(object(PolicyDocument).Statement))
      .map((statement) => readStatement(resolve(statement) ?? null));
    return [owner, statements] as const;
  });
  return new Map(roles);
}

/** Who calls by a role: only those may assume it. */
function ownerOf(
  template: StackSource['template'],
  role: string,
  { AssumeRolePolicyDocument }: JsonObject,
): string {
  const trusted = list(object(AssumeRolePolicyDocument).Statement)
    .map(object)
    .map(({ Effect, Action, Principal, ...more }) => {
      if (Effect !== 'Allow' || Action !== 'sts:AssumeRole' || Object.keys(more).length > 0) {
        throw new Error(`the trust of role ${role} is not understood`);
      }
      return object(Principal).Service;
    });
  const [service] = trusted;
  if (trusted.length === 1 && service === API_GATEWAY) return role;
  const functions = resourcesOf(template, 'AWS::Lambda::Function').filter(
    ({ properties }) => referred(properties.Role) === role,
  );
  const [only] = functions;
  if (trusted.length !== 1 || service !== LAMBDA || only === undefined || functions.length > 1) {
    throw new Error(`role ${role} of ${trusted} has ${functions.length} functions`);
  }
  return only.logicalId;
}

const API_GATEWAY = 'apigateway.amazonaws.com';
const LAMBDA = 'lambda.amazonaws.com';

/** The tables, buses, buckets and keys of a stack. */
export function accountOf({ template, resolve }: StackSource): Account {
  const buses = resourcesOf(template, 'AWS::Events::EventBus').map(({ logicalId }) => [
    resolve({ Ref: logicalId }),
    arnOf(logicalId, resolve),
  ]);
  const tables = resourcesOf(template, 'AWS::DynamoDB::GlobalTable').map(
    ({ logicalId, properties }): Table => ({
      name: String(resolve({ Ref: logicalId })),
      arn: arnOf(logicalId, resolve),
      partitionKey: partitionKeyOf(properties),
      indexes: Object.fromEntries(
        list(properties.GlobalSecondaryIndexes ?? [])
          .map(object)
          .map((index) => [String(index.IndexName), partitionKeyOf(index)]),
      ),
    }),
  );
  const keys = [
    ...resourcesOf(template, 'AWS::DynamoDB::GlobalTable').map(({ logicalId, properties }) => {
      const [replica] = list(properties.Replicas ?? []).map(object);
      const { KMSMasterKeyId } = object(replica?.SSESpecification ?? {});
      return [arnOf(logicalId, resolve), KMSMasterKeyId] as const;
    }),
    ...resourcesOf(template, 'AWS::SecretsManager::Secret').map(
      ({ logicalId, properties }) =>
        [String(resolve({ Ref: logicalId })), properties.KmsKeyId] as const,
    ),
  ].flatMap(([arn, key]) => (key === undefined ? [] : [[arn, String(resolve(key))] as const]));
  const buckets = resourcesOf(template, 'AWS::S3::Bucket').map(({ logicalId }) => [
    resolve({ Ref: logicalId }),
    arnOf(logicalId, resolve),
  ]);
  return {
    tables,
    buses: Object.fromEntries(buses),
    buckets: Object.fromEntries(buckets),
    owner: String(resolve({ Ref: 'AWS::AccountId' })),
    ...(keys.length > 0 && { keys: Object.fromEntries(keys) }),
  };
}

export function arnOf(logicalId: string, resolve: StackSource['resolve']): string {
  return String(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
}

/** The logical id in a `Ref` or `Fn::GetAtt`. */
export function referred(value: Json | undefined): string {
  const { Ref, 'Fn::GetAtt': attribute } = object(value);
  return String(Ref ?? list(attribute)[0]);
}

function partitionKeyOf({ KeySchema }: JsonObject): string {
  const key = list(KeySchema).map(object);
  return String(key.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName);
}
