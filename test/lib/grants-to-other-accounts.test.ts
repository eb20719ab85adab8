import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountPrincipal,
  type IGrantable,
  ManagedPolicy,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { UsersApi, type UsersApiProps, UsersTable } from '../../lib';
import { listed, newStack, statementsOf } from './support';

const env = { account: '111122223333', region: 'eu-central-1' };
const ROLE = 'arn:aws:iam::444455556666:role/Reports';
const WITHOUT_EFFECT = Match.stringLikeRegexp('cdk-users-api:grantWithoutEffect');

function granting(
  granteeOf: (stack: Stack) => IGrantable,
  { props = () => ({}) }: { props?: (stack: Stack) => UsersApiProps } = {},
) {
  const stack = new Stack(new App(), 'Test', { env });
  const users = new UsersApi(stack, 'Users', props(stack));
  const grant = users.grants.readUsers(granteeOf(stack));
  const warned = Annotations.fromStack(stack).findWarning('*', WITHOUT_EFFECT);
  const template = Template.fromStack(stack);
  const [table] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));
  const policy = table?.Properties.Replicas[0].ResourcePolicy?.PolicyDocument.Statement;
  return { stack, users, grant, warned, template, policy };
}

const otherRole = (stack: Stack) => Role.fromRoleArn(stack, 'Reports', ROLE);

describe('a grant to a principal of another account', () => {
  test.each<[string, (stack: Stack) => IGrantable, unknown]>([
    ['a role', otherRole, ROLE],
    [
      'the account itself',
      () => new AccountPrincipal('444455556666'),
      {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::444455556666:root']],
      },
    ],
  ])('lets %s in by the policy of the table, on the same conditions', (_, granteeOf, principal) => {
    const { grant, policy, warned } = granting(granteeOf);
    expect(grant.success).toBe(true);
    expect(warned).toEqual([]);
    const { template } = granting(
      (stack) => new Role(stack, 'Own', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    );
    const own = statementsOf(template, 'Own');
    expect(policy).toEqual(
      own.map(({ Action, Effect, Condition }) => ({
        ...{ Action, Effect, Condition },
        Principal: { AWS: principal },
        Resource: '*',
      })),
    );
  });

  test('lets it use the key of the table by the policy of the key', () => {
    const { template, grant } = granting(otherRole, {
      props: (stack) => ({
        table: new UsersTable(stack, 'Table', {
          encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
        }),
      }),
    });
    expect(grant.success).toBe(true);
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:DescribeKey'],
            Principal: { AWS: ROLE },
            Condition: {
              StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' },
            },
          }),
        ]),
      },
    });
  });

  test('says that it gives nothing where the table is imported', () => {
    const { warned, policy } = granting(otherRole, {
      props: (stack) => ({
        table: TableV2.fromTableAttributes(stack, 'Table', {
          tableName: 'users',
          tableStreamArn: `arn:aws:dynamodb:${env.region}:${env.account}:table/users/stream/1`,
        }),
      }),
    });
    expect(policy).toBeUndefined();
    expect(warned.map(({ id, entry }) => [id, entry.data])).toEqual([
      [
        '/Test/Users',
        expect.stringContaining(
          'grants.readUsers: got a principal of account 444455556666 that this grants nothing to',
        ),
      ],
    ]);
  });

  test('says so of a managed policy, which no policy can name', () => {
    const { warned, policy } = granting(
      (stack) => {
        const elsewhere = { ...env, account: '444455556666' };
        const other = new Stack(stack.node.root as App, 'Other', { env: elsewhere });
        return new ManagedPolicy(other, 'Policy', { managedPolicyName: 'reports' });
      },
      { props: (stack) => ({ table: new UsersTable(stack, 'Table', { tableName: 'users' }) }) },
    );
    expect(policy).toBeUndefined();
    expect(warned).toHaveLength(1);
  });

  test('says so of rules on the bus, which no other account makes', () => {
    const stack = new Stack(new App(), 'Test', { env });
    const users = new UsersApi(stack, 'Users');
    users.grants.subscribe(otherRole(stack), { events: ['after-register'] });
    const found = Annotations.fromStack(stack).findWarning('*', WITHOUT_EFFECT);
    expect(found[0]?.entry.data).toContain('grants.subscribe: got a principal of account');
  });
});

describe('a grant to a principal of the same account', () => {
  test('writes nothing into the policy of the table', () => {
    const { policy, warned } = granting((stack) =>
      Role.fromRoleArn(stack, 'Reports', ROLE.replace('444455556666', env.account)),
    );
    expect({ policy, warned }).toEqual({ policy: undefined, warned: [] });
  });

  test('nor where the account is known only at deployment', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    users.grants.readUsers(
      new Role(stack, 'Own', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    );
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ ResourcePolicy: Match.absent() })],
    });
    Annotations.fromStack(stack).hasNoWarning('*', WITHOUT_EFFECT);
  });

  test('says that it gives nothing to a service, which has no policy', () => {
    const { grant, warned, policy } = granting(() => new ServicePrincipal('s3.amazonaws.com'));
    expect(grant.success).toBe(false);
    expect(policy).toBeUndefined();
    expect(warned[0]?.entry.data).toContain('grants.readUsers: got a principal that this grants');
    expect(listed(warned)).toHaveLength(1);
  });
});
