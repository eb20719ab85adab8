import { describe } from '@jest/globals';
import { describeCodeLogins } from '../../../../support/stores/code-login-contract.ts';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeFactorStore } from '../../../../support/stores/factor-store-contract.ts';

describe('DynamoDBFactorStore', () => {
  onDynamoDB(describeFactorStore);
});

describe('DynamoDBLoginStore, with codes,', () => {
  onDynamoDB(describeCodeLogins);
});
