import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describePasskeyStore } from '../../../../support/stores/passkey-store-contract.ts';

describe('DynamoDBPasskeyStore', () => {
  onDynamoDB(describePasskeyStore);
});
