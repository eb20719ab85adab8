import { describe } from '@jest/globals';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeKnownDevices } from '../../../../support/stores/known-devices-contract.ts';

describe('DynamoDBKnownDevices', () => {
  onDynamoDB(describeKnownDevices);
});
