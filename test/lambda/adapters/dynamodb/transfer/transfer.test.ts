import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeTransfer } from '../../../../support/stores/transfer-contract.ts';

describe('DynamoDBImportStore and DynamoDBExportStore', () => {
  onDynamoDB(describeTransfer);
});
