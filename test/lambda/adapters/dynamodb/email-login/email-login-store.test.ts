import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeEmailLoginStore } from '../../../../support/stores/email-login-store-contract.ts';

describe('DynamoDBEmailLoginStore', () => {
  onDynamoDB(describeEmailLoginStore);
});
