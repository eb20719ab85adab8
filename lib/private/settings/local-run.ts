import type { IConstruct } from 'constructs';
import { Found, UsersApiError } from '../errors';

const CONTEXT = 'cdk-users-api-local';

/**
 * Whether the stack is made for a run on this machine, as the local runtime says by the context. Nothing that is deployed
 * may be made so: the CDK's own command line, which says in the environment that it is there, never sets it.
 *
 * @throws UsersApiError if the context is in `cdk.json`
 */
export function isLocalRun(scope: IConstruct): boolean {
  if (scope.node.tryGetContext(CONTEXT) !== true) return false;
  if (process.env.CDK_CLI_VERSION === undefined) return true;
  throw new UsersApiError(`context.${CONTEXT}`, {
    got: new Found('true from cdk, which is not for a run on this machine'),
    expected: 'it only from cdk-users-api dev, as the app leaves out what protects a deployment',
    fix: 'take it out of cdk.json',
  });
}
