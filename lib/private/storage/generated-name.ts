import { type CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { isAcknowledged } from '../acknowledge';
import { Found, UsersApiError } from '../errors';
import { tableResourceOf } from '../given/table';

const GENERATED = 'cdk-users-api:generatedTableName';

/**
 * Refuses a name that the CDK makes up for the table, once the tree is complete. It does so when something of
 * another account or Region names the table, and says nothing: a `TableV2` allows it. CloudFormation replaces a
 * deployed table that gets a name. Bus, secrets and bucket have no such names: the CDK refuses the reference.
 */
export function refuseGeneratedName(users: Construct, table: aws_dynamodb.ITableRef): void {
  const resource = tableResourceOf(table);
  if (resource === undefined || nameOf(resource) !== undefined) return;
  const validate = () => {
    const name = nameOf(resource);
    // A literal was put there by somebody; what the CDK makes up is still behind a token.
    if (name === undefined || !Token.isUnresolved(resource.tableName)) return [];
    return isAcknowledged(users, GENERATED) ? [] : [refusal(resource, name).message];
  };
  users.node.addValidation({ validate });
}

function nameOf(resource: CfnResource & { readonly tableName?: string }): unknown {
  return Stack.of(resource).resolve(resource.tableName);
}

function refusal({ node }: CfnResource, name: unknown): UsersApiError {
  return new UsersApiError('table', {
    got: new Found(
      `a reference to ${node.path.replace(/\/Resource$/, '')} from another account or Region, for which the CDK ` +
        `names the table ${JSON.stringify(name)}`,
    ),
    expected:
      'a table that keeps its name, as CloudFormation replaces a deployed one that gets another, by an empty one',
    fix:
      'before the first deployment, give table: new UsersTable(this, "Table", { tableName }); once it is deployed, let ' +
      'no stack of another environment refer to it: import the role, and name table and metrics there by literals; where ' +
      `nothing is deployed and the name may stay, say so: Validations.of(users).acknowledge({ id: '${GENERATED}', reason })`,
  });
}
