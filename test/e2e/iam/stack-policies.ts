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
 * The policies of a stack's functions, by the functions' logical ids.
 *
 * @throws for a role that is no function's, and for policies that are not inline
 */
export function policiesOf({ template, resolve }: StackSource): Map<string, Statement[]> {
  const strange = resourcesOf(template, 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')[0];
  if (strange !== undefined) throw new Error(`${strange.type} is not understood`);
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map(({ properties }) => properties);
  const functions = resourcesOf(template, 'AWS::Lambda::Function');
  const roles = resourcesOf(template, 'AWS::IAM::Role').map(({ logicalId, properties }) => {
    const owners = functions.filter((one) => referred(one.properties.Role) === logicalId);
    if (owners.length !== 1) throw new Error(`role ${logicalId} has ${owners.length} functions`);
    if (properties.ManagedPolicyArns !== undefined) {
      throw new Error(`the managed policies of role ${logicalId} are not understood`);
    }
    const own = policies.filter(({ Roles }) => list(Roles).map(referred).includes(logicalId));
    const statements = [...list(properties.Policies ?? []).map(object), ...own]
      .flatMap(({ PolicyDocument }) => list(object(PolicyDocument).Statement))
      .map((statement) => readStatement(resolve(statement) ?? null));
    return [String(owners[0]?.logicalId), statements] as const;
  });
  return new Map(roles);
}

/** The tables and buses of a stack. */
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
  return { tables, buses: Object.fromEntries(buses) };
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
