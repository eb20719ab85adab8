import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import { accessRequests } from './access-requests.ts';

const BUS = 'arn:aws:events:us-east-1:111122223333:event-bus/users';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:users/reset-AbCd12';
const of = (target: string, input: JsonObject) =>
  accessRequests({ tables: [], buses: { users: BUS } }, target, input);

describe('a call', () => {
  test('of PutEvents is a request on the bus, once however many entries it has', () => {
    const Entries = [{ EventBusName: 'users' }, { EventBusName: 'users' }];
    expect(of('AWSEvents.PutEvents', { Entries })).toEqual([
      { action: 'events:PutEvents', resource: BUS },
    ]);
  });

  test.each(['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'])(
    'of %s is a request on the secret',
    (call) => {
      expect(of(`secretsmanager.${call}`, { SecretId: SECRET })).toEqual([
        { action: `secretsmanager:${call}`, resource: SECRET },
      ]);
    },
  );

  test.each<[string, string, JsonObject]>([
    ['an unknown service', 'AmazonSQS.SendMessage', {}],
    ['an unknown operation of a known service', 'secretsmanager.ListSecrets', {}],
    ['an unknown bus', 'AWSEvents.PutEvents', { Entries: [{ EventBusName: 'other' }] }],
    ['the default bus', 'AWSEvents.PutEvents', { Entries: [{}] }],
    ['no entries', 'AWSEvents.PutEvents', { Entries: [] }],
    ['no items', 'DynamoDB_20120810.BatchGetItem', { RequestItems: {} }],
    ['a secret by its name', 'secretsmanager.GetSecretValue', { SecretId: 'users/reset' }],
    [
      'a secret by a part of its ARN',
      'secretsmanager.GetSecretValue',
      { SecretId: SECRET.slice(0, -7) },
    ],
  ])('with %s is not understood', (_, target, input) => {
    expect(() => of(target, input)).toThrow(Error);
  });
});
