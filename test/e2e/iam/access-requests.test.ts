import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import { accessRequests } from './access-requests.ts';

const BUS = 'arn:aws:events:us-east-1:111122223333:event-bus/users';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:users/reset-AbCd12';
const BUCKET = 'arn:aws:s3:::failures';
const ACCOUNT = { buses: { users: BUS }, buckets: { failures: BUCKET }, owner: '111122223333' };
const of = (target: string, input: JsonObject) =>
  accessRequests({ tables: [], ...ACCOUNT }, target, input);

describe('a call', () => {
  test('of PutEvents is a request on the bus, once however many entries it has', () => {
    const Entries = [{ EventBusName: 'users' }, { EventBusName: 'users' }];
    expect(of('AWSEvents.PutEvents', { Entries })).toEqual([
      { action: 'events:PutEvents', resource: BUS },
    ]);
  });

  test('of PutObject is a request on the object, in a bucket of the owner', () => {
    expect(of('S3.PutObject', { Bucket: 'failures', Key: 'set-aside/1' })).toEqual([
      {
        action: 's3:PutObject',
        resource: `${BUCKET}/set-aside/1`,
        context: { 's3:ResourceAccount': '111122223333' },
      },
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
    ['an unknown bucket', 'S3.PutObject', { Bucket: 'other', Key: 'set-aside/1' }],
    ['another call of S3', 'S3.GET', { Bucket: 'failures', Key: 'set-aside/1' }],
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
