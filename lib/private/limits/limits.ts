import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { tooManyAuthorizers } from './authorizers';
import { oversizedFunctions } from './functions';
import { tooManyResources } from './resources';

/**
 * Says at synth what AWS would refuse at deployment, once everything that stands in the stack is there.
 *
 * @param httpApis those that have authorizers of this API by then
 */
export function checkLimits(users: Construct, httpApis: () => Iterable<IHttpApi>): void {
  const problems = () => [
    ...tooManyResources(users),
    ...oversizedFunctions(users),
    ...[...httpApis()].flatMap((httpApi) => tooManyAuthorizers(users, httpApi)),
  ];
  users.node.addValidation({ validate: () => problems().map(({ message }) => message) });
}
