import { describe } from '@jest/globals';
import { describeAccountStore } from '../../../../support/stores/account-store-contract.ts';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeSuperusers } from '../../../../support/stores/superusers-contract.ts';

describe('DynamoDBUserStore', () => {
  onDynamoDB(describeAccountStore);
});

describe('DynamoDBUserStore, of superusers,', () => {
  onDynamoDB(describeSuperusers);
});
