import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { UsersApi, type UsersApiProps } from '../../../../lib';
import { tableProps } from '../../../apps/parts/users-table';
import { isOf, newStack, statementsOf, synthesize } from '../../support';

describe("customers' keys", () => {
  const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
  const { template: encrypted } = synthesize(
    {
      table: new TableV2(stack, 'Table', {
        ...tableProps(),
        encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'TableKey')),
      }),
      resetPasswordTokenSecret: new Secret(stack, 'Secret', {
        encryptionKey: new Key(stack, 'SecretKey'),
      }),
    },
    stack,
  );
  const grant = (key: string, service: string, ...actions: string[]) => ({
    Effect: 'Allow',
    Action: actions.length === 1 ? actions[0] : actions,
    Resource: { 'Fn::GetAtt': [expect.stringMatching(`^${key}`), 'Arn'] },
    Condition: {
      StringEquals: { 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` },
    },
  });
  const toWrite = grant(
    'TableKey',
    'dynamodb',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  );
  const onlyOf = ({ Condition, ...statement }: ReturnType<typeof grant>, secret: string) => ({
    ...statement,
    Condition: {
      ...Condition,
      StringLike: {
        'kms:EncryptionContext:SecretARN': [{ Ref: expect.stringMatching(`^${secret}`) }],
      },
    },
  });
  const keyGrants = (prefix: string) => statementsOf(encrypted, prefix).filter(isOf('kms'));

  test('of the table are usable through DynamoDB, to decrypt alone where nothing is written', () => {
    expect(keyGrants('UsersGetMeRole')).toEqual([
      grant('TableKey', 'dynamodb', 'kms:Decrypt', 'kms:DescribeKey'),
    ]);
    expect(keyGrants('UsersRegisterRole')).toEqual([toWrite]);
  });

  test('of a secret are usable through Secrets Manager, to decrypt that one', () => {
    expect(keyGrants('UsersRelayRole')).toEqual([
      toWrite,
      onlyOf(grant('SecretKey', 'secretsmanager', 'kms:Decrypt'), 'Secret'),
    ]);
  });

  test('may name a role in their own policy, as its policy is then a resource beside it', () => {
    const own = newStack();
    const encryptionKey = new Key(own, 'Key');
    const secret = new Secret(own, 'Secret', { encryptionKey });
    const users = new UsersApi(own, 'Users', { resetPasswordTokenSecret: secret });
    const { role } = users.functions['reset-password'] as lambda.Function;
    encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ArnPrincipal(String(role?.roleArn))],
        actions: ['kms:Decrypt'],
        resources: ['*'],
      }),
    );
    // It refuses a template whose resources depend on each other in a circle.
    const template = Template.fromStack(own);
    const beside = Object.values(template.findResources('AWS::IAM::Policy'));
    const named = (prefix: string) => [{ Ref: expect.stringMatching(`^Users${prefix}Role`) }];
    expect(beside.map(({ Properties }) => Properties.Roles)).toEqual([
      named('ResetPassword'),
      named('Relay'),
    ]);
  });

  test('that the stack does not make leave policies inside the roles, which they cannot name', () => {
    const app = new App();
    const other = new Stack(app, 'Other');
    const own = new Stack(app, 'Own');
    const imported = Key.fromKeyArn(own, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/1');
    const secret = (id: string, encryptionKey: IKey) =>
      Secret.fromSecretAttributes(own, id, {
        secretCompleteArn: `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${id}-abcdef`,
        encryptionKey,
      });
    new UsersApi(own, 'Users', {
      resetPasswordTokenSecret: secret('reset', imported),
      verificationTokenSecret: secret('verification', new Key(other, 'Key')),
    });
    const inside = Template.fromStack(own);
    inside.resourceCountIs('AWS::IAM::Policy', 0);
    expect(statementsOf(inside, 'UsersRelayRole').filter(isOf('kms'))).toHaveLength(2);
  });

  test('that are given by an alias are named themselves, as no policy can name an alias', () => {
    const own = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const aliased = (id: string) => new Key(own, id).addAlias(id.toLowerCase());
    const { template } = synthesize(
      {
        encryptionKey: new Alias(own, 'Second', {
          aliasName: 'alias/second',
          targetKey: aliased('OwnKey'),
        }),
        table: new TableV2(own, 'Table', {
          ...tableProps(),
          encryption: TableEncryptionV2.customerManagedKey(aliased('TableKey')),
        }),
        resetPasswordTokenSecret: new Secret(own, 'Secret', {
          encryptionKey: aliased('SecretKey'),
        }),
      },
      own,
    );
    const statements = statementsOf(template, 'UsersResetPasswordRole').filter(isOf('kms'));
    expect(statements.map(({ Resource }) => Resource)).toEqual(
      ['TableKey', 'SecretKey', 'OwnKey'].map((key) => ({
        'Fn::GetAtt': [expect.stringMatching(`^${key}`), 'Arn'],
      })),
    );
    expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).not.toContain('alias/');
  });

  test.each<[string, (stack: Stack, alias: IKey) => UsersApiProps]>([
    ['encryptionKey', (_, encryptionKey) => ({ encryptionKey })],
    [
      'table',
      (stack, alias) => ({
        table: new TableV2(stack, 'Table', {
          ...tableProps(),
          encryption: TableEncryptionV2.customerManagedKey(alias),
        }),
      }),
    ],
    [
      'resetPasswordTokenSecret',
      (stack, encryptionKey) => ({
        resetPasswordTokenSecret: new Secret(stack, 'Secret', { encryptionKey }),
      }),
    ],
  ])(
    'are refused when they are given by an alias that does not tell its key, for %s',
    (prop, propsOf) => {
      const own = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
      const alias = Alias.fromAliasName(own, 'Alias', 'alias/acme');
      expect(() => new UsersApi(own, 'Users', propsOf(own, alias))).toThrow(
        `Test/Users: ${prop}: got Test/Alias, an alias that does not tell its key, expected the key itself, which the functions get the right to use; give the key, as in Key.fromKeyArn, or Alias.fromAliasAttributes with its aliasTargetKey`,
      );
      expect(own.node.tryFindChild('Users')).toBeUndefined();
    },
  );
});
