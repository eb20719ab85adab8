/** Roles that the caller may assume, with the statements that the roles of functions have in the account. */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Json, JsonObject } from 'cdk-users-api-local/cloudformation/template';
import type { AwsClientConfig } from '../../deploy/support/place.ts';
import type { DeployedStack } from '../../deploy/support/stack.ts';
import { list, object } from '../../e2e/iam/json.ts';
import { readStatement, type Statement } from '../../e2e/iam/statement.ts';
import type { Context } from '../check.ts';
import { STACKS, TAG } from '../stacks.ts';

export interface Twin {
  /** Name of the function's own role. */
  readonly of: string;
  readonly arn: string;
  readonly statements: readonly Statement[];
  remove(): Promise<void>;
}

const PATH = '/users-api-verification/';

/** Names of the roles of a stack's functions of the users API. */
export async function rolesOf(stack: DeployedStack): Promise<readonly string[]> {
  const roles = await stack.resources('AWS::IAM::Role');
  return [...roles]
    .filter(([id]) => id.startsWith('Users') && !id.startsWith('UsersGateway'))
    .map(([, name]) => name);
}

/** A role's inline policies, as they are in the account: names and documents. */
export type Policies = readonly (readonly [name: string, document: string])[];

/** @param number makes its name one of its own */
export async function twinOf(
  { place, run }: Pick<Context, 'place' | 'run'>,
  { role, policies, number }: { role: string; policies: Policies; number: string },
): Promise<Twin> {
  const iam = new IAMClient(place.clientConfig);
  const RoleName = `${STACKS.main}-twin-${run}-${number}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      ...{ RoleName, Path: PATH, Tags: [{ Key: TAG, Value: run }] },
      AssumeRolePolicyDocument: JSON.stringify(trustOf(place.account, place.region)),
    }),
  );
  for (const [PolicyName, PolicyDocument] of policies) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  return {
    of: role,
    arn: String(Role?.Arn),
    statements: statementsOf(policies),
    async remove() {
      for (const [PolicyName] of policies) {
        await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
      }
      await iam.send(new DeleteRoleCommand({ RoleName }));
    },
  };
}

export function statementsOf(policies: Policies): readonly Statement[] {
  return policies.flatMap(([, document]) =>
    list((JSON.parse(document) as JsonObject).Statement).map((each) => readStatement(each)),
  );
}

export async function policiesOf(config: AwsClientConfig, RoleName: string): Promise<Policies> {
  const iam = new IAMClient(config);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  return Promise.all(
    PolicyNames.map(async (PolicyName): Promise<[string, string]> => {
      const policy = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const document = decodeURIComponent(String(policy.PolicyDocument));
      return [PolicyName, document];
    }),
  );
}

/** Whoever has the right to assume roles in the account; the names of partitions are in those of Regions. */
function trustOf(account: string, region: string): Json {
  const partition = region.startsWith('cn-')
    ? 'aws-cn'
    : region.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws';
  const AWS = `arn:${partition}:iam::${account}:root`;
  const Statement = [object({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })];
  return { Version: '2012-10-17', Statement };
}
