import { describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { UsersApi, type UsersApiProps, UsersTable } from '../../../../lib';
import { tableProps } from '../../../apps/parts/users-table';
import { newFunction } from '../../support';

const env = { account: '111122223333', region: 'eu-central-1' };
const OTHER_ACCOUNT = { ...env, account: '444455556666' };
const OTHER_REGION = { ...env, region: 'us-east-1' };

function setUp(elsewhere = OTHER_ACCOUNT, propsOf: (stack: Stack) => UsersApiProps = () => ({})) {
  const app = new App();
  const stack = new Stack(app, 'Test', { env });
  const users = new UsersApi(stack, 'Users', propsOf(stack));
  return { stack, users, other: new Stack(app, 'Other', { env: elsewhere }) };
}

const REFUSED = '[Test/Users] table: got a reference to Test/';

const newRole = (scope: Stack) =>
  new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    roleName: 'reports',
  });

describe('a table that would get a name, and so be replaced', () => {
  test.each<[string, typeof env, (users: UsersApi, other: Stack) => unknown]>([
    [
      'a grant to a role of another account',
      OTHER_ACCOUNT,
      ({ grants }, other) => grants.readUsers(newRole(other)),
    ],
    [
      'a grant to a function of another Region',
      OTHER_REGION,
      ({ grants }, other) => grants.readUsers(newFunction(other, 'Reports')),
    ],
    [
      'an alarm in another account',
      OTHER_ACCOUNT,
      ({ table }, other) =>
        new Alarm(other, 'Alarm', {
          metric: table.metricConsumedReadCapacityUnits(),
          threshold: 1,
          evaluationPeriods: 1,
        }),
    ],
    [
      'adminEnvironment in another account',
      OTHER_ACCOUNT,
      ({ adminEnvironment }, other) => {
        const reader = newFunction(other, 'Reports');
        for (const [name, value] of Object.entries(adminEnvironment)) {
          reader.addEnvironment(name, value);
        }
      },
    ],
  ])('is refused: %s', (_, elsewhere, refer) => {
    const { stack, users, other } = setUp(elsewhere);
    refer(users, other);
    expect(() => Template.fromStack(stack)).toThrow(`${REFUSED}Users/Table from another account`);
  });

  test.each([
    ['UsersTable', (stack: Stack) => new UsersTable(stack, 'Mine')],
    ['TableV2', (stack: Stack) => new TableV2(stack, 'Mine', tableProps())],
  ])('is refused when it is a given %s', (_, table) => {
    const { stack, users, other } = setUp(OTHER_ACCOUNT, (stack) => ({ table: table(stack) }));
    users.grants.readUsers(newRole(other));
    expect(() => Template.fromStack(stack)).toThrow(`${REFUSED}Mine from another account`);
  });

  test('is taken when that is acknowledged', () => {
    const { stack, users, other } = setUp();
    users.grants.readUsers(newRole(other));
    const id = 'cdk-users-api:generatedTableName';
    Validations.of(users).acknowledge({ id, reason: 'It is not deployed yet.' });
    Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: Match.anyValue(),
    });
  });
});

test('a table with a name of its own can be named from everywhere', () => {
  const { stack, users, other } = setUp(OTHER_ACCOUNT, (stack) => ({
    table: new UsersTable(stack, 'Mine', { tableName: 'users' }),
  }));
  users.grants.readUsers(newRole(other));
  Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    TableName: 'users',
  });
});

test('a table without a name gets none by references of its own account and Region', () => {
  const { stack, users, other } = setUp(env);
  users.grants.readUsers(newRole(other));
  Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    TableName: Match.absent(),
  });
});
