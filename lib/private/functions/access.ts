import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { optionsOf } from '../settings/function-options';
import type { Context, Member } from './context';
import { ExecutionPolicy } from './execution-policy';
import { featuresWith } from './features-with';
import { isMadeBeside, keyAccess } from './key-access';
import { named } from './overrides';
import {
  isOfSameCall,
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

/** What an access is made from, beside what its function is. */
interface AccessProps extends Pick<Context, 'settings' | 'resources'> {
  /** Of the function, by which its role is named, too. */
  readonly name: string;
  readonly members: readonly Member[];
}

/** What one function may do: its role, and the calls of its action in the policy of that role. */
export class Access {
  readonly role: Role;
  private readonly policy = new ExecutionPolicy(() => this.allowsAll(NETWORK));
  private readonly isInside: boolean;
  /** By the features of the time of the question. */
  private readonly onTable: () => readonly PolicyStatement[];
  private readonly allowedOnTable: readonly PolicyStatement[];

  constructor(
    scope: Construct,
    { members, name, settings, resources }: AccessProps,
    { secrets, written, rotated, statements }: Provisions,
    logGroup: ILogGroup,
  ) {
    const onTable = () =>
      members.map(({ action, ...own }) => ({
        rows: action.table,
        features: featuresWith(settings, own),
        client: own.client?.name,
      }));
    const rows = onTable().flatMap((each) => rowsWith(each.features, each.rows));
    const keys = keyAccess(rows, resources.table, {
      secrets,
      written: [...written, ...rotated],
      environmentKey: settings.encryptionKey,
    });
    // The policy of a key can name the role, and what the key encrypts, which the role's policy names,
    // names the key: inside the role it would close the circle.
    this.isInside = !keys.some(({ key }) => isMadeBeside(key, scope));
    const { roleNamePrefix, permissionsBoundary } = optionsOf(settings, name);
    this.role = new Role(scope, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      roleName: named(roleNamePrefix, name),
      permissionsBoundary,
      ...(this.isInside && { inlinePolicies: { [POLICY_NAME]: this.policy } }),
    });
    if (!this.isInside)
      new Policy(this.role, POLICY_NAME, { document: this.policy, roles: [this.role] });
    this.onTable = () => tableStatements(onTable(), resources.table);
    this.allowedOnTable = this.onTable();
    this.allow(
      logStatement(logGroup),
      ...this.allowedOnTable,
      ...secrets.map(secretStatement),
      ...written.map(replacementStatement),
      ...keys.map(({ statement }) => statement),
      ...statements,
    );
    acknowledge(this.role, {
      'NIST.800.53.R5-IAMNoInlinePolicy':
        "The policy is this one role's: it names the calls of one function. IAM's user guide has " +
        'inline policies for what must not be attached to anything else by mistake.',
    });
  }

  /** Has the policy ask about the function once it is there. */
  isOf(made: LambdaFunction): void {
    this.policy.isOf(made);
  }

  /** Allows what a feature needs that came after the function. */
  followSettings(): void {
    for (const statement of this.onTable()) {
      const known = this.allowedOnTable.find((each) => isOfSameCall(each, statement));
      if (known === undefined) this.allow(statement);
      else known.addConditions(statement.conditions);
    }
  }

  /** Adds to what the function may do. */
  allow(...statements: PolicyStatement[]): void {
    this.policy.addStatements(...statements);
  }

  /** Adds the calls of X-Ray, which are on all resources or none. */
  allowTracing(): void {
    this.allow(
      new PolicyStatement({
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
    );
    this.allowsAll("X-Ray's calls are on all resources or none.");
  }

  private allowsAll(reason: string): void {
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]': reason,
      // It only looks into roles.
      ...(this.isInside && { 'Serverless-LambdaStarPermissions': reason }),
    });
  }
}

const NETWORK =
  "Lambda's calls on network interfaces are on all resources, as it makes the interfaces itself.";
