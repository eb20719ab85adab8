import { describe, expect, test } from '@jest/globals';
import { StackScope } from 'cdk-users-api-local/cloudformation/stack-scope';
import type { JsonObject, Template } from 'cdk-users-api-local/cloudformation/template';
import { serviceRequests } from './service-requests.ts';
import { accountOf, policiesOf, type StackSource } from './stack-policies.ts';

const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };
const statement = (Action: string, Resource: JsonObject) => ({ Effect: 'Allow', Action, Resource });
const policy = (...Statement: JsonObject[]) => ({ PolicyDocument: { Statement } });
const trust = (service: string) => ({
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: `${service}.amazonaws.com` },
    },
  ],
});
const attribute = (logicalId: string, name = 'Arn') => ({ 'Fn::GetAtt': [logicalId, name] });

const RESOURCES: Record<string, JsonObject> = {
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        { IndexName: 'by-age', KeySchema: [{ AttributeName: 'list', KeyType: 'HASH' }] },
      ],
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'users' } },
  Failures: { Type: 'AWS::S3::Bucket', Properties: {} },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust('lambda'),
      Policies: [policy(statement('events:PutEvents', attribute('Bus')))],
    },
  },
  GatewayRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust('apigateway'),
      Policies: [policy(statement('lambda:InvokeFunction', attribute('Relay')))],
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: attribute('Relay'),
      CredentialsArn: attribute('GatewayRole'),
    },
  },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      AuthorizerType: 'REQUEST',
      AuthorizerUri: {
        'Fn::Join': ['', ['arn:aws:apigateway:::functions/', attribute('Relay'), '/invocations']],
      },
      AuthorizerCredentialsArn: attribute('GatewayRole'),
    },
  },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      ...policy(statement('dynamodb:GetItem', attribute('Table'))),
      Roles: [{ Ref: 'Role' }],
    },
  },
  Relay: {
    Type: 'AWS::Lambda::Function',
    Properties: { Role: attribute('Role'), LoggingConfig: { LogGroup: { Ref: 'Logs' } } },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: attribute('Table', 'StreamArn'),
      FunctionName: { Ref: 'Relay' },
      DestinationConfig: { OnFailure: { Destination: attribute('Failures') } },
    },
  },
};
const RELAY = 'arn:aws:lambda:eu-west-1:111122223333:function:Stack-Relay';
const role = (id: string, Properties: JsonObject) => ({
  [id]: { Type: 'AWS::IAM::Role', Properties },
});
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Stack-Table';

function source(changes: Record<string, JsonObject> = {}): StackSource {
  const template = { Resources: { ...RESOURCES, ...changes } } as unknown as Template;
  const scope = new StackScope(template, 'Stack', ENVIRONMENT);
  scope.identify('Table', { attributes: { StreamArn: `${TABLE}/stream/2026` } });
  return { template, resolve: (value) => scope.resolve(value) };
}

describe('the policies of a stack', () => {
  test("are those in a role and beside it, under its function's id or as API Gateway's", () => {
    expect(policiesOf(source())).toEqual(
      new Map([
        [
          'Relay',
          [
            expect.objectContaining({
              actions: ['events:PutEvents'],
              resources: ['arn:aws:events:eu-west-1:111122223333:event-bus/users'],
            }),
            expect.objectContaining({ actions: ['dynamodb:GetItem'], resources: [TABLE] }),
          ],
        ],
        [
          'GatewayRole',
          [expect.objectContaining({ actions: ['lambda:InvokeFunction'], resources: [RELAY] })],
        ],
      ]),
    );
  });

  test.each<[string, Record<string, JsonObject>]>([
    ['a role of no function', role('Other', { AssumeRolePolicyDocument: trust('lambda') })],
    ['a role of another service', role('Role', { AssumeRolePolicyDocument: trust('ec2') })],
    ['a role of anybody', role('Role', {})],
    [
      'a role of API Gateway on a condition',
      role('GatewayRole', {
        AssumeRolePolicyDocument: {
          Statement: trust('apigateway').Statement.map((each) => ({ ...each, Condition: {} })),
        },
      }),
    ],
    [
      'a managed policy of AWS',
      role('Role', {
        AssumeRolePolicyDocument: trust('lambda'),
        ManagedPolicyArns: ['arn'],
      }),
    ],
    ['a managed policy of its own', { Other: { Type: 'AWS::IAM::ManagedPolicy' } }],
    ['a policy of another kind', { Other: { Type: 'AWS::IAM::RolePolicy' } }],
  ])('are not understood with %s', (_, resources) => {
    expect(() => policiesOf(source(resources))).toThrow(Error);
  });
});

test('the tables, buses and buckets of a stack are known by their names, with their keys', () => {
  expect(accountOf(source())).toEqual({
    tables: [
      { name: 'Stack-Table', arn: TABLE, partitionKey: 'pk', indexes: { 'by-age': 'list' } },
    ],
    buses: { users: 'arn:aws:events:eu-west-1:111122223333:event-bus/users' },
    buckets: { 'stack-failures': 'arn:aws:s3:::stack-failures' },
    owner: '111122223333',
  });
});

const requests = serviceRequests(source());

test("Lambda writes a function's log, reads its stream, and keeps what it gives up", () => {
  const own = requests.filter(({ caller }) => caller === 'Relay');
  const log = 'arn:aws:logs:eu-west-1:111122223333:log-group:Stack-Logs:log-stream:';
  expect(own.map(({ request }) => [request.action, request.resource])).toEqual([
    ['logs:CreateLogStream', expect.stringContaining(log)],
    ['logs:PutLogEvents', expect.stringContaining(log)],
    ['dynamodb:DescribeStream', `${TABLE}/stream/2026`],
    ['dynamodb:GetRecords', `${TABLE}/stream/2026`],
    ['dynamodb:GetShardIterator', `${TABLE}/stream/2026`],
    ['dynamodb:ListStreams', `${TABLE}/stream/`],
    ['s3:PutObject', expect.stringMatching(/^arn:aws:s3:::stack-failures\/.+/)],
    ['s3:ListBucket', 'arn:aws:s3:::stack-failures'],
  ]);
});

test('API Gateway calls the functions behind routes and authorizers, by its role', () => {
  const others = requests.filter(({ caller }) => caller !== 'Relay');
  const call = { action: 'lambda:InvokeFunction', resource: RELAY };
  expect(others).toEqual([
    { caller: 'GatewayRole', request: call },
    { caller: 'GatewayRole', request: call },
  ]);
});
