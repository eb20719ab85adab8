import type { ResourceEnvironment } from 'aws-cdk-lib';
import type { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';

/** As the CDK names what its `fromCfn...` make. */
const ID = '@FromCfnGlobalTable';

/** A `CfnGlobalTable` as the reference that a `CfnTable` is by itself. */
export function referenceTo(table: CfnGlobalTable): aws_dynamodb.ITableRef {
  const made = table.node.tryFindChild(ID) as GlobalTableReference | undefined;
  return made ?? new GlobalTableReference(table);
}

class GlobalTableReference extends Construct implements aws_dynamodb.ITableRef {
  readonly env: ResourceEnvironment;
  readonly tableRef: aws_dynamodb.TableReference;

  constructor(table: CfnGlobalTable) {
    super(table, ID);
    const { tableName, globalTableArn } = table.globalTableRef;
    this.env = table.env;
    this.tableRef = { tableName, tableArn: globalTableArn };
    this.node.defaultChild = table;
  }
}
