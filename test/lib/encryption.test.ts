import { describe, expect, test } from '@jest/globals';
import { type Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { aws_kms } from 'aws-cdk-lib/interfaces';
import {
  AuthBackend,
  EmailChange,
  JwtAlgorithm,
  OAuthClient,
  SessionTransport,
  UsersApi,
  type UsersApiProps,
  UsersTable,
} from '../../lib';
import { isOf, listed, newStack, refusal, rolesOf, type Statement } from './support';

type Properties = ReturnType<Template['toJSON']>;

/** Where a type of resource names its key. */
const KEY_OF: Readonly<Record<string, (properties: Properties) => unknown>> = {
  'AWS::DynamoDB::GlobalTable': ({ Replicas }) =>
    (Replicas as Properties[]).map(({ SSESpecification }) => SSESpecification?.KMSMasterKeyId)[0],
  'AWS::Events::EventBus': ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
  'AWS::Lambda::Function': ({ KmsKeyArn }) => KmsKeyArn,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::S3::Bucket': ({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [rule],
    },
  }) => rule.ServerSideEncryptionByDefault.KMSMasterKeyID,
  'AWS::SecretsManager::Secret': ({ KmsKeyId }) => KmsKeyId,
};

/** Types without data, or without a key of one's own. */
const WITHOUT_KEY = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::EventSchemas::Registry',
  'AWS::EventSchemas::Schema',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  // Its filter could have one. It names keys of items, which anybody can read in this package.
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::RotationSchedule',
  'Custom::UsersApiKeys',
];

const REGION = 'eu-central-1';
const place = { env: { region: REGION, account: '111122223333' } };

/** Whatever makes a resource is on. */
function everything(stack: Stack): UsersApiProps {
  const clientSecret = Secret.fromSecretNameV2(stack, 'ClientSecret', 'client');
  return {
    authBackends: [
      AuthBackend.jwt({ refresh: {} }),
      AuthBackend.jwt({ name: 'elliptic', algorithm: JwtAlgorithm.ES256 }),
      AuthBackend.cookie({ algorithm: JwtAlgorithm.HS256 }),
      AuthBackend.session({ transport: SessionTransport.cookie() }),
    ],
    oauthClients: [OAuthClient.google({ clientId: 'id', clientSecret })],
    emailChange: EmailChange.CONFIRM,
    eventSchemas: true,
    loginEvents: true,
  };
}

function encrypted(
  keyOf: (stack: Stack) => aws_kms.IKeyRef,
  props?: (stack: Stack) => UsersApiProps,
) {
  const stack = newStack(place);
  const encryptionKey = keyOf(stack);
  const users = new UsersApi(stack, 'Users', { ...props?.(stack), encryptionKey });
  users.onEvent('Happened');
  const keyArn: unknown = stack.resolve(encryptionKey.keyRef.keyArn);
  return { stack, users, keyArn, template: Template.fromStack(stack) };
}

const newKey = (stack: Stack) => new Key(stack, 'Key');

describe('with an encryptionKey', () => {
  const { template, keyArn } = encrypted(newKey, everything);
  const resources = Object.entries<{ Type: string; Properties: Properties }>(
    template.toJSON().Resources,
  );

  test('every resource that can have a key has this one', () => {
    const types = new Set(resources.map(([, { Type }]) => Type));
    expect([...types].filter((type) => !WITHOUT_KEY.includes(type)).sort()).toEqual(
      Object.keys(KEY_OF).sort(),
    );
    const keys = resources.flatMap(([id, { Type, Properties }]) =>
      Type in KEY_OF ? [[id, KEY_OF[Type]?.(Properties)]] : [],
    );
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.filter(([, key]) => JSON.stringify(key) !== JSON.stringify(keyArn))).toEqual([]);
  });

  test('CloudWatch Logs and EventBridge may use it, for what is of the account and of the bus', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    const ofServices = key?.Properties.KeyPolicy.Statement.filter(
      ({ Principal }: { Principal: { Service?: string } }) => Principal.Service !== undefined,
    );
    expect(ofServices).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: `logs.${REGION}.amazonaws.com` },
        Action: ['Encrypt*', 'Decrypt*', 'ReEncrypt*', 'GenerateDataKey*', 'Describe*'].map(
          (call) => `kms:${call}`,
        ),
        Resource: '*',
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': {
              'Fn::Join': [
                '',
                ['arn:', { Ref: 'AWS::Partition' }, `:logs:${REGION}:111122223333:log-group:*`],
              ],
            },
          },
        },
      },
      expect.objectContaining({
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          StringEquals: expect.objectContaining({
            'kms:EncryptionContext:aws:events:event-bus:arn': expect.anything(),
          }),
        },
      }),
    ]);
  });

  const functions = rolesOf(template)
    .filter(({ role }) => !role.includes('GatewayRole'))
    .map(({ role, statements }) => ({
      role,
      ofKey: statements.filter(isOf('kms')),
      others: statements.filter((each) => !isOf('kms')(each)),
    }));
  const via = (service: string, { Condition }: Statement) =>
    Condition?.StringEquals?.['kms:ViaService'] === `${service}.${REGION}.amazonaws.com`;
  const uses = (statements: readonly Statement[], call: RegExp) =>
    statements.some(({ Action }) => listed(Action).some((action) => call.test(action)));

  test('each function may use it for its variables, and for the table if it works with that', () => {
    expect(functions.length).toBeGreaterThan(40);
    for (const { role, ofKey, others } of functions) {
      const [table] = ofKey.filter((each) => via('dynamodb', each));
      expect({ role, variables: ofKey.filter((each) => via('lambda', each)).length }).toEqual({
        role,
        variables: 1,
      });
      const works = /^dynamodb:(?!ListStreams)/;
      expect({ role, table: table !== undefined }).toEqual({ role, table: uses(others, works) });
      const changes = /^dynamodb:(Put|Update|Delete)Item$/;
      expect({ role, writes: uses(table ? [table] : [], /Encrypt/) }).toEqual({
        role,
        writes: uses(others, changes),
      });
    }
  });

  test('each function may use it for the secrets that it reads or replaces, and for no others', () => {
    const namedBy = (statements: readonly Statement[], of: (each: Statement) => unknown) =>
      [...new Set(statements.flatMap((each) => listed(of(each)).map((one) => JSON.stringify(one))))]
        // The client's secret is a given one, which has no such key.
        .filter((one) => !one.includes('client'))
        .sort();
    for (const { role, ofKey, others } of functions) {
      const context = namedBy(
        ofKey.filter((each) => via('secretsmanager', each)),
        ({ Condition }) => Condition?.StringLike?.['kms:EncryptionContext:SecretARN'],
      );
      const secrets = namedBy(others.filter(isOf('secretsmanager')), ({ Resource }) => Resource);
      expect({ role, context }).toEqual({ role, context: secrets });
    }
  });

  test('only the relay may use it for the bucket, to encrypt there', () => {
    const ofBucket = functions.flatMap(({ role, ofKey }) =>
      ofKey.filter((each) => via('s3', each)).map(({ Action }) => [role, Action]),
    );
    expect(ofBucket).toEqual([[expect.stringMatching(/^UsersRelayRole/), 'kms:GenerateDataKey']]);
  });
});

test('what is given keeps the key that it has', () => {
  const { template } = encrypted(newKey, (stack) => ({
    table: new UsersTable(stack, 'Table', {
      encryption: TableEncryptionV2.awsManagedKey(),
    }),
    eventBus: new EventBus(stack, 'Bus'),
    resetPasswordTokenSecret: new Secret(stack, 'Secret'),
  }));
  const propertiesOf = (type: string, prefix: string) =>
    Object.entries(template.findResources(type)).find(([id]) => id.startsWith(prefix))?.[1]
      .Properties;
  expect(propertiesOf('AWS::DynamoDB::GlobalTable', 'Table').Replicas[0]).not.toHaveProperty(
    'SSESpecification.KMSMasterKeyId',
  );
  expect(propertiesOf('AWS::Events::EventBus', 'Bus')).not.toHaveProperty('KmsKeyIdentifier');
  expect(propertiesOf('AWS::SecretsManager::Secret', 'Secret')).not.toHaveProperty('KmsKeyId');
});

describe('a key', () => {
  const warning = Match.stringLikeRegexp(
    '^encryptionKey: got a key whose policy this app does not make.+cdk-users-api:importedEncryptionKey',
  );
  const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', warning).length;
  const logs = `logs.${REGION}.amazonaws.com`;

  test('that is imported leaves policies inside the roles, and brings a warning', () => {
    const arn = `arn:aws:kms:${REGION}:111122223333:key/1`;
    const { stack, template } = encrypted((scope) => Key.fromKeyArn(scope, 'Key', arn));
    expect(warnings(stack)).toBe(1);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
  });

  test('of the first level gets its policy as well, if that can be read', () => {
    const { stack, template } = encrypted(
      (scope) => new CfnKey(scope, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: [] } }),
    );
    expect(warnings(stack)).toBe(0);
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: logs } })]),
      },
    });
  });

  test.each([
    ['without a policy', undefined],
    ['with a policy that only the deployment knows', Token.asAny({ resolve: () => ({}) })],
  ])('of the first level %s brings a warning', (_, keyPolicy) => {
    const { stack } = encrypted((scope) => new CfnKey(scope, 'Key', { keyPolicy }));
    expect(warnings(stack)).toBe(1);
  });

  test('is refused where the Region of the stack is not known, unless a table is given', () => {
    const encryptionKey = Key.fromKeyArn(
      newStack(),
      'Key',
      `arn:aws:kms:${REGION}:111122223333:key/1`,
    );
    expect(refusal({ encryptionKey })).toBe(
      "encryptionKey: got a key for Test, a stack whose Region only the deployment knows, expected a stack with a Region, as a table names its key for each; give the stack an env, as in env: { region: 'eu-central-1' }, or give a table",
    );
    const stack = newStack();
    new UsersApi(stack, 'Users', { encryptionKey, table: new UsersTable(stack, 'Table') });
  });

  test('of another Region is refused', () => {
    const stack = newStack(place);
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1');
    expect(() => new UsersApi(stack, 'Users', { encryptionKey })).toThrow(
      'encryptionKey: got one of the Region us-east-1, expected one of eu-central-1',
    );
  });

  test('of another account is taken', () => {
    const arn = `arn:aws:kms:${REGION}:444455556666:key/1`;
    encrypted((scope) => Key.fromKeyArn(scope, 'Key', arn));
  });
});
