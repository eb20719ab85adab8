import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeLoginStore } from '../../../../support/stores/login-store-contract.ts';

describe('DynamoDBLoginStore', () => {
  onDynamoDB(describeLoginStore);
});
