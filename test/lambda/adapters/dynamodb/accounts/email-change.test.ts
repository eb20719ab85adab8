import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeEmailChange } from '../../../../support/stores/email-change-contract.ts';

describe('DynamoDBUserStore, of changes of address,', () => {
  onDynamoDB(describeEmailChange);
});
