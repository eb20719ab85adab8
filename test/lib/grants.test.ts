import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { PasswordHash, type SubscriptionOptions, UsersApi, type UsersApiProps } from '../../lib';
import { tableProps } from '../apps/parts/users-table';
import { isOf, listed, newStack, statementsOf } from './support';

/** A role with a grant, and the resulting statements. */
function granted(
  method: 'readUsers' | 'manageUsers' | 'createUsers',
  props: UsersApiProps = {},
  stack = newStack(),
) {
  const users = new UsersApi(stack, 'Users', props);
  const role = new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  const grant = users.grants[method](role);
  return { grant, users, stack, statements: statementsOf(Template.fromStack(stack), 'Grantee') };
}

const actionsOf = (statements: ReturnType<typeof granted>['statements']) =>
  [...new Set(statements.flatMap(({ Action }) => listed(Action)))].sort();

describe('a grantee', () => {
  test('of readUsers may look up and list, and name no hash', () => {
    const { grant, statements } = granted('readUsers');
    expect(grant).toBeInstanceOf(Grant);
    expect(grant.success).toBe(true);
    expect(actionsOf(statements)).toEqual(['dynamodb:BatchGetItem', 'dynamodb:Query']);
    const [lookup] = statements;
    expect(lookup?.Condition).toMatchObject({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['USER#*', 'EMAIL#*'] },
      Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    });
    const named = lookup?.Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
    expect(named).toEqual(expect.arrayContaining(['pk', 'sk', 'list', 'id', 'user_id']));
    expect(named).not.toContain('password_hash');
  });

  test('of manageUsers may change users, and only their items', () => {
    const { statements } = granted('manageUsers');
    expect(actionsOf(statements)).toEqual(
      [
        'BatchGetItem',
        'ConditionCheckItem',
        'DeleteItem',
        'GetItem',
        'PutItem',
        'Query',
        'UpdateItem',
      ].map((call) => `dynamodb:${call}`),
    );
    for (const { Condition } of statements) {
      expect(Condition?.Null?.['dynamodb:LeadingKeys']).toBe('false');
    }
  });

  test('of createUsers may do with the table what the function create-user may, and no more', () => {
    const { statements, stack } = granted('createUsers');
    const ofFunction = statementsOf(Template.fromStack(stack), 'UsersCreateUserRole');
    expect(statements).toEqual(ofFunction.filter(isOf('dynamodb')));
    expect(actionsOf(statements)).toEqual(
      ['DeleteItem', 'PutItem', 'UpdateItem'].map((call) => `dynamodb:${call}`),
    );
  });

  test.each([
    ['readUsers', ['kms:Decrypt', 'kms:DescribeKey']],
    [
      'manageUsers',
      ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'].map(
        (call) => `kms:${call}`,
      ),
    ],
  ] as const)('of %s may use the key of a table that has one', (method, calls) => {
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const table = new TableV2(stack, 'Table', {
      ...tableProps(),
      encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
    });
    const { statements } = granted(method, { table }, stack);
    const ofKey = statements.filter(({ Action }) => listed(Action)[0]?.startsWith('kms:'));
    expect(actionsOf(ofKey)).toEqual([...calls].sort());
    expect(ofKey[0]?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' },
    });
  });
});

test('the environment of the admin client has the table and the rules for passwords', () => {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    passwordPolicy: { minLength: 15, contextWords: ['Acme'] },
    passwordHash: PasswordHash.bcrypt({ cost: 12 }),
  });
  expect(stack.resolve(users.adminEnvironment)).toEqual({
    USERS_API_TABLE_NAME: stack.resolve(users.table.tableName),
    USERS_API_PASSWORD_MIN_LENGTH: '15',
    USERS_API_CONTEXT_WORDS: JSON.stringify(['Acme', stack.stackName, 'Users']),
    USERS_API_PASSWORD_HASH: '{"scheme":"bcrypt","cost":12}',
    USERS_API_BREACHED_PASSWORDS: 'null',
    USERS_API_HAS_USER_MODEL: 'false',
  });
});

describe('a grantee of subscribe', () => {
  function subscribed(options: SubscriptionOptions) {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    const role = new Role(stack, 'Grantee', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    });
    users.grants.subscribe(role, options);
    return statementsOf(Template.fromStack(stack), 'Grantee');
  }

  test('may make rules for the events it is granted, under names of its own', () => {
    const [make, manage] = subscribed({ events: ['after-register', 'after-delete'] });
    expect(make).toMatchObject({
      Action: 'events:PutRule',
      Condition: {
        'ForAllValues:StringEquals': {
          'events:source': ['users-api'],
          'events:detail-type': ['after-register', 'after-delete'],
        },
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    });
    expect(manage?.Resource).toEqual(make?.Resource);
    expect(JSON.stringify(make?.Resource)).toMatch(/:rule\/.*UsersEventBus.*\/subscription-\*/);
    expect(manage?.Action).toEqual(expect.arrayContaining(['events:PutTargets']));
    expect(manage?.Action).not.toContain('events:PutRule');
  });

  test.each<[string, SubscriptionOptions, string]>([
    ['no event', { events: [] }, 'events: got an empty list'],
    ['an event that is none', { events: ['after-all'] }, 'events: got "after-all"'],
    [
      'a prefix of all rules',
      { events: ['after-register'], ruleNamePrefix: '' },
      'ruleNamePrefix: got ""',
    ],
  ])('is refused with %s', (_, options, message) => {
    expect(() => subscribed(options)).toThrow(message);
  });
});
