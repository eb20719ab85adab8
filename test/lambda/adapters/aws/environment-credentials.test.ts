import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import {
  credentialsIn,
  defaultProvider,
} from '../../../../lambda/adapters/aws/environment-credentials.ts';

const OF_A_ROLE = {
  AWS_ACCESS_KEY_ID: 'EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
};

test('credentials of a role are in the environment, with their session token', () => {
  expect(credentialsIn(OF_A_ROLE)).toEqual({
    accessKeyId: 'EXAMPLE',
    secretAccessKey: 'secret',
    sessionToken: 'session',
  });
});

test('credentials without a session token are taken, as emulators have them', () => {
  const { AWS_SESSION_TOKEN: _, ...ofAUser } = OF_A_ROLE;
  expect(credentialsIn(ofAUser)).toEqual({
    accessKeyId: 'EXAMPLE',
    secretAccessKey: 'secret',
  });
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
  'an environment without %s is an error that names it',
  (name) => {
    const message = `no credentials of AWS: the environment has no ${name}, which Lambda sets; functions look nowhere else`;
    for (const value of [undefined, '']) {
      expect(() => credentialsIn({ ...OF_A_ROLE, [name]: value })).toThrow(message);
    }
  },
);

test('a client of the SDK signs with them', async () => {
  const before = { ...process.env };
  Object.assign(process.env, OF_A_ROLE);
  try {
    const client = new DynamoDBClient({
      region: 'us-east-1',
      credentialDefaultProvider: defaultProvider,
    });
    expect(await client.config.credentials()).toMatchObject({
      accessKeyId: 'EXAMPLE',
      sessionToken: 'session',
    });
  } finally {
    process.env = before;
  }
});
