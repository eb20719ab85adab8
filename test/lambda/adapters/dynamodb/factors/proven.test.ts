import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeProven } from '../../../../support/stores/proven-contract.ts';

describe('the stores in DynamoDB', () => {
  onDynamoDB(describeProven);
});
