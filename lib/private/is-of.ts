import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Resources of one type, of any copy of the library. */
export function isOf<T extends CfnResource>(type: {
  readonly CFN_RESOURCE_TYPE_NAME: string;
  new (...args: never[]): T;
}) {
  return (each: IConstruct | undefined): each is T =>
    CfnResource.isCfnResource(each) && each.cfnResourceType === type.CFN_RESOURCE_TYPE_NAME;
}
