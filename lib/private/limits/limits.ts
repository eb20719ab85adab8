import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { type GuardedApi, tooManyAuthorizers } from './authorizers';
import { oversizedFunctions } from './functions';
import { tooManyResources } from './resources';
import { oversizedRoles } from './role-policies';
import { oversizedTablePolicies } from './table-policy';

/**
 * Says at synth what AWS would refuse at deployment, once everything that stands in the stack is there.
 *
 * @param apis those that have authorizers of this API by then
 */
export function checkLimits(
  users: Construct & { readonly table: ITableV2 },
  apis: () => Iterable<GuardedApi>,
): void {
  const problems = () => [
    ...tooManyResources(users),
    ...oversizedFunctions(users),
    ...oversizedRoles(users),
    ...oversizedTablePolicies(users.table),
    ...[...apis()].flatMap((api) => tooManyAuthorizers(users, api)),
  ];
  users.node.addValidation({ validate: () => problems().map(({ message }) => message) });
}
