import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describePasswordStore } from '../../../../support/stores/password-store-contract.ts';

describe('DynamoDBPasswordStore', () => {
  onDynamoDB(describePasswordStore);
});
