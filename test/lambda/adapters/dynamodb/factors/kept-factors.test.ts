import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeKeptFactors } from '../../../../support/stores/kept-factors-contract.ts';

describe('the stores in DynamoDB', () => {
  onDynamoDB(describeKeptFactors);
});
