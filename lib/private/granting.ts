import { Annotations, Resource, Token, TokenComparison } from 'aws-cdk-lib';
import {
  Grant,
  type IGrantable,
  type IResourceWithPolicyV2,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { available } from './available';

/** A statement, and the resource whose own policy can let principals of other accounts in. */
export interface Permission {
  readonly statement: PolicyStatement;
  readonly on?: (IResourceWithPolicyV2 & IConstruct) | undefined;
}

/** What is granted, for the message where it can't be. */
interface Granting {
  /** Such as `grants.readUsers`. */
  readonly name: string;
  /** The account that the resources are in. */
  readonly account: string;
}

/**
 * Puts statements into the policy of a principal; for one of another account into those of the resources as
 * well, since both sides have to allow it. What neither can is a warning: a grant that gives nothing looks like one
 * that works.
 *
 * @param users what the warning is about
 */
export function grantAll(
  users: IConstruct,
  grantee: IGrantable,
  permissions: readonly Permission[],
  granting: Granting,
): Grant {
  const grants = permissions.map(({ statement, on }) => {
    const { actions, resources, conditions } = statement;
    const options = { grantee, actions, resourceArns: resources, conditions };
    const onPrincipal = Grant.addToPrincipal(options);
    if (!isOfOtherAccount(grantee, granting.account, onPrincipal)) {
      return { grant: onPrincipal, isAllowed: onPrincipal.success };
    }
    if (on === undefined || !Resource.isOwnedResource(on) || !isNameable(grantee)) {
      return { grant: onPrincipal, isAllowed: false };
    }
    const onResource = Grant.addStatementToResourcePolicy({
      ...options,
      resource: on,
      statement: letIn(grantee, statement),
    });
    return { grant: onPrincipal.combine(onResource), isAllowed: onResource.success };
  });
  if (grants.some(({ isAllowed }) => !isAllowed)) warn(users, grantee, granting);
  return grants.map(({ grant }) => grant).reduce((all, grant) => all.combine(grant));
}

/** Known to be, or an account by its number, which can have no policy here. */
function isOfOtherAccount(grantee: IGrantable, account: string, onPrincipal: Grant): boolean {
  const { principalAccount } = grantee.grantPrincipal;
  if (principalAccount === undefined) return false;
  const compared = Token.compareStrings(account, principalAccount);
  if (compared === TokenComparison.DIFFERENT) return true;
  return compared === TokenComparison.ONE_UNRESOLVED && !onPrincipal.success;
}

/** Whether a policy can name it as its principal: not a policy itself, which refuses to say how it is assumed. */
function isNameable({ grantPrincipal }: IGrantable): boolean {
  return available(() => grantPrincipal.assumeRoleAction) !== undefined;
}

/** The same for the policy of a resource, which can't name itself: it would depend on itself. */
function letIn({ grantPrincipal }: IGrantable, statement: PolicyStatement): PolicyStatement {
  const { actions, conditions } = statement;
  return new PolicyStatement({
    actions,
    conditions,
    principals: [grantPrincipal],
    resources: ['*'],
  });
}

function warn(users: IConstruct, { grantPrincipal }: IGrantable, { name }: Granting): void {
  const { principalAccount } = grantPrincipal;
  const of = principalAccount === undefined ? '' : `of account ${principalAccount}`;
  Annotations.of(users).addWarningV2(
    'cdk-users-api:grantWithoutEffect',
    `${name}: got ${`a principal ${of}`.trim()} that this grants nothing to, expected one that can have a policy ` +
      "here, or one of another account and a table of this stack, whose resource policy can let it in; grant it in the table's " +
      'stack, or have the principal assume a role of the account of the API',
  );
}
