import { AttributeType, StreamViewType, type TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { LIST_INDEX } from '../../../lib/contract/attributes';

/** The props of a table that `UsersApi` takes. */
export function tableProps(): TablePropsV2 {
  return {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'expires_at',
    globalSecondaryIndexes: [
      {
        indexName: LIST_INDEX.name,
        partitionKey: { name: LIST_INDEX.partitionKey, type: AttributeType.STRING },
        sortKey: { name: LIST_INDEX.sortKey, type: AttributeType.STRING },
      },
    ],
  };
}
