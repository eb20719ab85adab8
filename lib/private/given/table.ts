import { CfnGlobalTable, CfnTable, type ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { behindAlias, keyOfResource } from './key';
import { once } from './once';
import { ReferredTable } from './referred-table';

/** The table behind a reference: the one that it is, or an import of what the reference tells. */
export function givenTable(scope: Construct, ref: aws_dynamodb.ITableRef): ITableV2 {
  if (isTable(ref)) return ref;
  return once(scope, ref, (place, id) => {
    const resource = tableResourceOf(ref);
    return new ReferredTable(place, id, ref, {
      tableStreamArn: resource?.attrStreamArn,
      encryptionKey: tableKeyOf(ref, (keyArn) => Key.fromKeyArn(place, `${id}-key`, keyArn)),
    });
  });
}

/** Of any copy of the CDK: what has the attribute is a table of the second level. */
export function isTable(ref: aws_dynamodb.ITableRef): ref is ITableV2 {
  return 'tableArn' in ref;
}

/** The resource behind a table, if it is in the app. */
export function tableResourceOf(
  ref: aws_dynamodb.ITableRef,
): CfnTable | CfnGlobalTable | undefined {
  return [ref, ref.node.defaultChild].find(
    (each) => each instanceof CfnTable || each instanceof CfnGlobalTable,
  );
}

/**
 * The customer's key of a table.
 *
 * @throws when the resource doesn't tell
 */
export function tableKeyOf<T>(ref: aws_dynamodb.ITableRef, imported: (keyArn: string) => T) {
  if (isTable(ref)) return ref.encryptionKey && behindAlias('table', ref.encryptionKey);
  const resource = tableResourceOf(ref);
  return resource && keyOfResource('table', resource, imported);
}
