import { RemovalPolicy } from 'aws-cdk-lib';
import type { UsersApiProps } from '../../users-api-props';
import { Found, UsersApiError } from '../errors';

const POLICIES: readonly RemovalPolicy[] = [
  RemovalPolicy.RETAIN,
  RemovalPolicy.DESTROY,
  RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
];

/** What becomes of what holds data when it leaves the stack. */
export interface Removal {
  readonly tableRemovalPolicy: RemovalPolicy;
  /** Of secrets, logs and undelivered events. */
  readonly removalPolicy: RemovalPolicy;
  /** Of the construct's own table. */
  readonly deletionProtection: boolean;
  /** Whether undelivered events are deleted so that their bucket can be. */
  readonly autoDeleteObjects: boolean;
}

/** Checks what the props say of it, and fills in the defaults. */
export function removalOf(props: UsersApiProps): Removal {
  checkRemovalPolicy(props.removalPolicy);
  const { removalPolicy = RemovalPolicy.RETAIN, autoDeleteObjects = false } = props;
  checkDeletionProtection(props);
  if (autoDeleteObjects && removalPolicy !== RemovalPolicy.DESTROY) {
    throw new UsersApiError('autoDeleteObjects', {
      got: new Found(`true with the removal policy ${removalPolicy}`),
      expected: 'RemovalPolicy.DESTROY, as a bucket that is kept keeps its objects',
      fix: 'set removalPolicy: RemovalPolicy.DESTROY, or leave autoDeleteObjects out',
    });
  }
  return {
    tableRemovalPolicy: removalPolicy,
    removalPolicy: exceptOnCreate(removalPolicy),
    autoDeleteObjects,
    deletionProtection: props.deletionProtection ?? protectsByDefault(removalPolicy),
  };
}

/**
 * Secrets, logs and the bucket are new and unused when a deployment that makes them fails, so it takes them along: they
 * would cost money, and the next try makes others. The table stays, as its deletion protection would make the rollback
 * itself fail.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
function exceptOnCreate(removalPolicy: RemovalPolicy): RemovalPolicy {
  return removalPolicy === RemovalPolicy.RETAIN
    ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
    : removalPolicy;
}

/**
 * Not with `RETAIN_ON_UPDATE_OR_DELETE`: CloudFormation deletes what a failed first deployment has made, and
 * could not roll back a table that is protected.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function protectsByDefault(removalPolicy: RemovalPolicy): boolean {
  return removalPolicy === RemovalPolicy.RETAIN;
}

/** Refuses a policy that a table doesn't have. */
export function checkRemovalPolicy(removalPolicy: RemovalPolicy | undefined): void {
  if (removalPolicy === undefined || POLICIES.includes(removalPolicy)) return;
  throw new UsersApiError('removalPolicy', {
    got: removalPolicy,
    expected: `RemovalPolicy.${Object.keys(RemovalPolicy).filter(isTaken).join(' or RemovalPolicy.')}`,
    fix: 'a table has no snapshot policy; RETAIN keeps it, and it has point-in-time recovery',
  });
}

function isTaken(name: string): boolean {
  return POLICIES.includes(RemovalPolicy[name as keyof typeof RemovalPolicy]);
}

function checkDeletionProtection({ deletionProtection, table }: UsersApiProps): void {
  if (deletionProtection === undefined || table === undefined) return;
  throw new UsersApiError('deletionProtection', {
    got: new Found('deletionProtection together with table'),
    expected: 'only one of the two',
    fix: 'set deletionProtection on that table',
  });
}
