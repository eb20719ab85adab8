import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeRotations } from '../../../../support/stores/rotation-contract.ts';
import { describeSessionEnds } from '../../../../support/stores/session-end-contract.ts';
import { describeSessionStore } from '../../../../support/stores/session-store-contract.ts';

describe('DynamoDBSessionStore', () => {
  onDynamoDB(describeSessionStore);
});

describe('DynamoDBSessionStore, of ends,', () => {
  onDynamoDB(describeSessionEnds);
});

describe('DynamoDBSessionStore, of refresh tokens,', () => {
  onDynamoDB(describeRotations);
});
