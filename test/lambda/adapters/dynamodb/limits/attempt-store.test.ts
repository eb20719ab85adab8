import { describe } from '@jest/globals';
import { describeAttemptStore } from '../../../../support/stores/attempt-store-contract.ts';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';

describe('DynamoDBAttemptStore', () => {
  onDynamoDB(describeAttemptStore);
});
