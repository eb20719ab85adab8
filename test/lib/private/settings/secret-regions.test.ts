import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { CfnSecret, type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import {
  AuthBackend,
  ClientAddress,
  JwtAlgorithm,
  OAuthClient,
  UsersApi,
  type UsersApiProps,
} from '../../../../lib';
import { newStack } from '../../support';

type Use = (stack: Stack, secret: aws_secretsmanager.ISecretRef) => void;

const prop = (propsOf: (secret: aws_secretsmanager.ISecretRef) => UsersApiProps): Use => {
  return (stack, secret) => {
    new UsersApi(stack, 'Users', propsOf(secret));
  };
};
const PLACES: readonly [string, Use][] = [
  ['resetPasswordTokenSecret', prop((secret) => ({ resetPasswordTokenSecret: secret }))],
  ['verificationTokenSecret', prop((secret) => ({ verificationTokenSecret: secret }))],
  [
    'AuthBackend.secret',
    prop((secret) => ({
      authBackends: [AuthBackend.jwt({ algorithm: JwtAlgorithm.HS256, secret })],
    })),
  ],
  [
    'OAuthClient.clientSecret',
    prop((clientSecret) => ({
      oauthClients: [OAuthClient.google({ clientId: 'id', clientSecret })],
    })),
  ],
  [
    'ClientAddress.secret',
    prop((secret) => ({ clientAddress: ClientAddress.cloudFront({ secret }) })),
  ],
  [
    'password',
    (stack, password) => {
      new UsersApi(stack, 'Users').addSuperuser('Root', { email: 'root@example.com', password });
    },
  ],
];

const env = { account: '111122223333', region: 'eu-central-1' };
const arnIn = (region: string) =>
  `arn:aws:secretsmanager:${region}:111122223333:secret:given-AbCdEf`;

/** Secrets as they are made, or imported, in a Region. */
const SECRETS: readonly [
  string,
  (stack: Stack, region: string) => aws_secretsmanager.ISecretRef,
][] = [
  ['made in a stack', (stack, region) => new Secret(stackIn(stack, region), 'Given')],
  [
    'made by a resource of the first level',
    (stack, region) => new CfnSecret(stackIn(stack, region), 'Given', { generateSecretString: {} }),
  ],
  [
    'imported by its ARN',
    (stack, region): ISecret => Secret.fromSecretCompleteArn(stack, 'Given', arnIn(region)),
  ],
];

function stackIn(stack: Stack, region: string): Stack {
  const props = { env: { ...env, region }, crossRegionReferences: true };
  return new Stack(stack.node.root as App, 'Other', props);
}

describe.each(PLACES)('the secret of %s', (setting, use) => {
  test.each(SECRETS)('is refused with one of another Region, %s', (_, secretIn) => {
    const stack = newStack({ env, crossRegionReferences: true });
    expect(() => use(stack, secretIn(stack, 'us-east-1'))).toThrow(
      `${setting}: got a secret of the Region us-east-1, expected one of eu-central-1, where the functions of Test read it; make it in a stack of that Region, or replicate it`,
    );
  });

  test.each(SECRETS)('is taken with one of the same Region, %s', (_, secretIn) => {
    const stack = newStack({ env });
    expect(() => use(stack, secretIn(stack, 'eu-central-1'))).not.toThrow();
  });

  test('is taken where the Region of the stack is not known', () => {
    const stack = newStack();
    const secret = Secret.fromSecretCompleteArn(stack, 'Given', arnIn('us-east-1'));
    expect(() => use(stack, secret)).not.toThrow();
  });
});
