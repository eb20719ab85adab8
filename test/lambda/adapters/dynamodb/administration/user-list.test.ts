import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeUserList } from '../../../../support/stores/user-list-contract.ts';

describe('DynamoDBUserList', () => {
  onDynamoDB(describeUserList);
});
