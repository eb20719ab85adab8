import { type ITableV2, TableBaseV2, TableGrants } from 'aws-cdk-lib/aws-dynamodb';
import type { AddToResourcePolicyResult, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';

/**
 * A table that was given by a reference. It has the names that the reference has, where an import by an ARN would
 * take the name out of it again.
 */
export class ReferredTable extends TableBaseV2 {
  readonly tableArn: string;
  readonly tableName: string;
  readonly tableId?: string;
  readonly tableStreamArn?: string;
  readonly encryptionKey?: IKey;
  readonly grants: TableGrants;
  resourcePolicy?: PolicyDocument;
  protected readonly region: string;
  protected readonly hasIndex = true;

  constructor(
    scope: Construct,
    id: string,
    ref: aws_dynamodb.ITableRef,
    { tableStreamArn, encryptionKey }: Pick<ITableV2, 'tableStreamArn' | 'encryptionKey'>,
  ) {
    const { account, region } = ref.env;
    super(scope, id, { account, region });
    this.tableArn = ref.tableRef.tableArn;
    this.tableName = ref.tableRef.tableName;
    this.region = region;
    this.tableStreamArn = tableStreamArn;
    this.encryptionKey = encryptionKey;
    this.grants = TableGrants.fromTable(this, [], this.hasIndex);
  }

  /** The resource's own policy can't be added to. */
  override addToResourcePolicy(): AddToResourcePolicyResult {
    return { statementAdded: false };
  }
}
