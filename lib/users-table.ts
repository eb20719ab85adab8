import { RemovalPolicy } from 'aws-cdk-lib';
import {
  Billing,
  type CfnGlobalTable,
  type GlobalTableSettingsReplicationMode,
  type ReplicaTableProps,
  type TableEncryptionV2,
  type TableOptionsV2,
  TableV2,
  type WarmThroughput,
} from 'aws-cdk-lib/aws-dynamodb';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { referenceTo } from './private/given/global-table';
import { namesErrors } from './private/names-errors';
import { checkRemovalPolicy, protectsByDefault } from './private/settings/removal';
import { usersTableShape } from './private/storage/table';

/**
 * Props of `UsersTable`: those of `TableV2` that are free. Keys, stream, time to live and index are not, as the
 * API needs them as they are; consistency across Regions (`multiRegionConsistency`) is not, since DynamoDB then
 * has neither transactions nor a time to live.
 */
export interface UsersTableProps extends TableOptionsV2 {
  /**
   * Name of the table.
   *
   * @default - CloudFormation makes one
   */
  readonly tableName?: string;

  /**
   * What happens to the table when it leaves the stack: `RETAIN`, `DESTROY` or `RETAIN_ON_UPDATE_OR_DELETE`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How the table is paid for, and with it its index.
   *
   * @default Billing.onDemand()
   */
  readonly billing?: Billing;

  /**
   * The key that the table is encrypted with.
   *
   * @default - the key that DynamoDB owns: it costs nothing, and takes no call to KMS
   */
  readonly encryption?: TableEncryptionV2;

  /**
   * Copies of the table in other Regions. The API works with the table of its own Region; its relay also
   * publishes what was written in the others.
   *
   * @default - none
   */
  readonly replicas?: ReplicaTableProps[];

  /**
   * How settings go to replicas in other accounts.
   *
   * @default - as DynamoDB has it
   */
  readonly globalTableSettingsReplicationMode?: GlobalTableSettingsReplicationMode;

  /**
   * The throughput that the table is ready for from the start.
   *
   * @default - what DynamoDB gives a new table
   */
  readonly warmThroughput?: WarmThroughput;
}

/**
 * A table for users: the same one that `UsersApi` makes by itself, where the app has a say in it, such as its
 * name, its replicas, its backups, or the stack that it is in.
 *
 * It has point-in-time recovery. Deletion protection is on with `RemovalPolicy.RETAIN`, which is the default, and
 * off with the other policies.
 *
 * @see docs/table.md
 *
 * @example
 * const table = new UsersTable(this, 'Users', { replicas: [{ region: 'us-west-2' }] });
 * new UsersApi(this, 'Api', { table });
 */
@namesErrors
export class UsersTable extends TableV2 {
  /**
   * A table of the first level, as `UsersApi` takes it: a `CfnGlobalTable` isn't a reference to a table by itself,
   * as a `CfnTable` is. It makes nothing.
   *
   * @example
   * new UsersApi(this, 'Api', { table: UsersTable.fromCfnGlobalTable(cfnGlobalTable) });
   */
  public static fromCfnGlobalTable(table: CfnGlobalTable): aws_dynamodb.ITableRef {
    return referenceTo(table);
  }

  /** @throws when the removal policy is none that a table has */
  constructor(scope: Construct, id: string, props: UsersTableProps = {}) {
    checkRemovalPolicy(props.removalPolicy);
    const { removalPolicy = RemovalPolicy.RETAIN } = props;
    super(scope, id, {
      ...props,
      ...usersTableShape(),
      billing: props.billing ?? Billing.onDemand(),
      pointInTimeRecoverySpecification:
        props.pointInTimeRecoverySpecification ??
        // The deprecated way to say it: TableV2 refuses both at once.
        (props.pointInTimeRecovery === undefined
          ? { pointInTimeRecoveryEnabled: true }
          : undefined),
      deletionProtection: props.deletionProtection ?? protectsByDefault(removalPolicy),
      removalPolicy,
    });
  }
}
