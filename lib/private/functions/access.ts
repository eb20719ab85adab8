import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import { acknowledge } from '../acknowledge';
import { type Context, featuresWith } from './context';
import { isMadeBeside, keyAccess } from './key-access';
import {
  logStatement,
  replacementStatement,
  rowsWith,
  secretStatement,
  tableStatements,
} from './policies';
import type { Provisions } from './provisions';

/**
 * The policy inside a role. Releases before 0.2.0 had a resource beside the role with the role's path as
 * its name; CloudFormation deletes that by its name after it has put this one into the role.
 */
const POLICY_NAME = 'Calls';

/** What one function may do: its role, and the calls of its action in the policy of that role. */
export class Access {
  readonly role: Role;
  /** Inside the role; undefined where the policy is a resource beside it. */
  private readonly policy: PolicyDocument | undefined;

  constructor(
    scope: Construct,
    { action, settings, resources, ...own }: Context & { readonly action: Action },
    { secrets, written, rotated, statements }: Provisions,
    logGroup: ILogGroup,
  ) {
    const features = featuresWith(settings, own);
    const keys = keyAccess(rowsWith(features, action.table), resources.table, {
      secrets,
      written: [...written, ...rotated],
      environmentKey: settings.encryptionKey,
    });
    // The policy of a key can name the role, and what the key encrypts, which the role's policy names,
    // names the key: inside the role it would close the circle.
    this.policy = keys.some(({ key }) => isMadeBeside(key, scope))
      ? undefined
      : new PolicyDocument();
    this.role = new Role(scope, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      ...(this.policy && { inlinePolicies: { [POLICY_NAME]: this.policy } }),
    });
    this.allow(
      logStatement(logGroup),
      ...tableStatements(action.table, resources.table, features, own.client?.name),
      ...secrets.map(secretStatement),
      ...written.map(replacementStatement),
      ...keys.map(({ statement }) => statement),
      ...statements,
    );
    acknowledge(this.role, {
      'NIST.800.53.R5-IAMNoInlinePolicy':
        "The policy is this one role's: it names the calls of one action. IAM's user guide has " +
        'inline policies for what must not be attached to anything else by mistake.',
    });
  }

  /** Adds to what the function may do. */
  allow(...statements: PolicyStatement[]): void {
    for (const statement of statements) {
      if (this.policy === undefined) this.role.addToPolicy(statement);
      else this.policy.addStatements(statement);
    }
  }
}
