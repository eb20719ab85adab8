import { describe, expect, test } from '@jest/globals';
import { SecretValue } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventBus } from 'aws-cdk-lib/aws-events';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import {
  AuthBackend,
  JwtAlgorithm,
  OAuthClient,
  UsersApi,
  type UsersApiProps,
} from '../../../../lib';
import { functionOf, isOf, newStack, refusal, statementsOf, synthesize } from '../../support';

describe('a secret of the first level', () => {
  const generateSecretString = { passwordLength: 64, excludePunctuation: true };
  const PLACES: readonly [string, string, (secret: CfnSecret) => UsersApiProps][] = [
    [
      'resetPasswordTokenSecret',
      'UsersResetPasswordRole',
      (secret) => ({ resetPasswordTokenSecret: secret }),
    ],
    [
      'verificationTokenSecret',
      'UsersVerifyRole',
      (secret) => ({ verificationTokenSecret: secret }),
    ],
    [
      'AuthBackend.secret',
      'UsersLoginJwtRole',
      (secret) => ({
        authBackends: [AuthBackend.jwt({ algorithm: JwtAlgorithm.HS256, secret })],
      }),
    ],
    [
      'OAuthClient.clientSecret',
      'UsersOauthCallbackGoogleRole',
      (clientSecret) => ({ oauthClients: [OAuthClient.google({ clientId: 'id', clientSecret })] }),
    ],
  ];

  test.each(PLACES)('is read as %s, with its key', (_, role, props) => {
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const key = new CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: [] } });
    const secret = new CfnSecret(stack, 'Cfn', { generateSecretString, kmsKeyId: key.attrArn });
    const { template } = synthesize(props(secret), stack);
    const statements = statementsOf(template, role);
    const read = statements.filter(isOf('secretsmanager')).map(({ Resource }) => Resource);
    expect(read).toContainEqual({ Ref: stack.getLogicalId(secret) });
    expect(statements.filter(isOf('kms')).map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetAtt': [stack.getLogicalId(key), 'Arn'] },
    ]);
  });

  test.each(PLACES)('with the alias of a key is refused as %s', (setting, _role, props) => {
    const kmsKeyId = 'alias/mine';
    const secret = new CfnSecret(newStack(), 'Cfn', { generateSecretString, kmsKeyId });
    expect(refusal(() => props(secret))).toContain(
      `${setting}: got Test/Cfn, whose key is an alias`,
    );
  });

  test('that is too short is refused', () => {
    const secret = new CfnSecret(newStack(), 'Cfn', {
      secretString: SecretValue.unsafePlainText('short').unsafeUnwrap(),
    });
    expect(refusal({ resetPasswordTokenSecret: secret })).toContain(
      'resetPasswordTokenSecret: got a secret with a value of 5 bytes',
    );
  });

  test('is one secret, however many backends have it', () => {
    const stack = newStack();
    const secret = new CfnSecret(stack, 'Cfn', { generateSecretString });
    const algorithm = JwtAlgorithm.HS256;
    const { template } = synthesize(
      {
        authBackends: [
          AuthBackend.jwt({ algorithm, secret }),
          AuthBackend.cookie({ algorithm, secret }),
        ],
      },
      stack,
    );
    const { LOGIN_KEYS } = functionOf(template, 'UsersEndLogins').Environment.Variables;
    expect(JSON.stringify(LOGIN_KEYS).match(/derived/g)).toHaveLength(1);
  });

  test('may be a reference by a name, which an import of the CDK completes', () => {
    const stack = newStack();
    const named = Secret.fromSecretNameV2(stack, 'Named', 'google');
    const clientSecret = Object.assign(new Construct(stack, 'Ref'), {
      env: named.env,
      secretRef: { secretId: 'google' },
    });
    const oauthClients = [OAuthClient.google({ clientId: 'id', clientSecret })];
    const { template } = synthesize({ oauthClients }, stack);
    const reads = statementsOf(template, 'UsersOauthCallbackGoogleRole').filter(
      isOf('secretsmanager'),
    );
    const resources = JSON.stringify(reads.map(({ Resource }) => Resource));
    expect(resources).toContain(':secret:google-??????');
  });
});

describe('a bus of the first level', () => {
  test('is published on, and has the rules', () => {
    const stack = newStack();
    const eventBus = new CfnEventBus(stack, 'Cfn', { name: 'users' });
    const users = new UsersApi(stack, 'Users', { eventBus });
    users.onAfterRegister('Welcome');
    const template = Template.fromStack(stack);
    const id = stack.getLogicalId(eventBus);
    template.resourceCountIs('AWS::Events::EventBus', 1);
    template.hasResourceProperties('AWS::Events::Rule', { EventBusName: { Ref: id } });
    const publishing = statementsOf(template, 'UsersRelayRole').filter(isOf('events'));
    expect(publishing.map(({ Resource }) => Resource)).toEqual([{ 'Fn::GetAtt': [id, 'Arn'] }]);
  });

  test('has the rules of an import as well', () => {
    const stack = newStack();
    const eventBus = new CfnEventBus(stack, 'Cfn', { name: 'users' });
    const table = new CfnTable(stack, 'CfnTable', { keySchema: [] });
    const url = 'https://api.example.com/users';
    const users = UsersApi.fromUsersApiAttributes(stack, 'Users', { url, eventBus, table });
    users.onAfterDelete('Forget');
    const template = Template.fromStack(stack);
    const EventBusName = { Ref: stack.getLogicalId(eventBus) };
    template.hasResourceProperties('AWS::Events::Rule', { EventBusName });
    expect(stack.resolve(users.table.tableName)).toEqual({ Ref: stack.getLogicalId(table) });
    expect(users.table).toBe(users.table);
  });
});
