import { describe, expect, test } from '@jest/globals';
import { StackScope } from '../../src/cloudformation/stack-scope.ts';
import type { Json, Template } from '../../src/cloudformation/template.ts';

const template: Template = {
  Parameters: {
    WithDefault: { Default: 7 },
    Several: { Type: 'CommaDelimitedList', Default: 'one, two' },
    Without: {},
    Published: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/auth/users/url' },
  },
  Resources: {
    Table: { Type: 'AWS::DynamoDB::GlobalTable' },
    Named: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: { 'Fn::Sub': '${AWS::StackName}-fn' } },
    },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'Named' }, Name: 'live' },
    },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Named' } } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'users' } },
    Bucket: { Type: 'AWS::S3::Bucket' },
    ['Long'.repeat(20)]: { Type: 'AWS::S3::Bucket' },
    Logs: { Type: 'AWS::Logs::LogGroup' },
    Api: { Type: 'AWS::ApiGatewayV2::Api' },
    Domain: {
      Type: 'AWS::ApiGatewayV2::DomainName',
      Properties: { DomainName: 'auth.example.com' },
    },
  },
};
const environment = { account: '111122223333', region: 'eu-west-1' };
const scope = new StackScope(template, 'Stack', environment);
scope.identify('Api', { ref: 'abc', attributes: { ApiEndpoint: 'http://127.0.0.1:1' } });
scope.substitute('https://abc.execute-api.eu-west-1.amazonaws.com', 'http://127.0.0.1:1');

describe('a value of the template', () => {
  test.each<[string, Json, Json]>([
    ['a literal', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a named resource', { Ref: 'Named' }, 'Stack-fn'],
    ['Ref of another resource', { Ref: 'Table' }, 'Stack-Table'],
    [
      'Ref of an alias',
      { Ref: 'Live' },
      'arn:aws:lambda:eu-west-1:111122223333:function:Stack-fn:live',
    ],
    [
      'Ref of a version',
      { Ref: 'Version' },
      'arn:aws:lambda:eu-west-1:111122223333:function:Stack-fn:1',
    ],
    ['the number of a version', { 'Fn::GetAtt': ['Version', 'Version'] }, '1'],
    ['Ref of a parameter', { Ref: 'WithDefault' }, '7'],
    ['Ref of a parameter with several values', { Ref: 'Several' }, ['one', 'two']],
    ['Fn::Join of such a parameter', { 'Fn::Join': ['","', { Ref: 'Several' }] }, 'one","two'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['AWS::NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['AWS::NoValue in a list', [{ Ref: 'AWS::NoValue' }, 1], [1]],
    ['Ref of a bucket, in small letters', { Ref: 'Bucket' }, 'stack-bucket'],
    [
      'Ref of a bucket, as short as S3 has it',
      { Ref: 'Long'.repeat(20) },
      'ong'.padEnd(63, 'long'),
    ],
    [
      'the host of a bucket',
      { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] },
      'stack-bucket.s3.eu-west-1.amazonaws.com',
    ],
    ['the ARN of a bucket', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::stack-bucket'],
    [
      'the ARN of a table',
      { 'Fn::GetAtt': ['Table', 'Arn'] },
      'arn:aws:dynamodb:eu-west-1:111122223333:table/Stack-Table',
    ],
    [
      'the ARN of a function',
      { 'Fn::GetAtt': 'Named.Arn' },
      'arn:aws:lambda:eu-west-1:111122223333:function:Stack-fn',
    ],
    [
      'the ARN of a bus',
      { 'Fn::GetAtt': ['Bus', 'Arn'] },
      'arn:aws:events:eu-west-1:111122223333:event-bus/users',
    ],
    [
      'the ARN of a log group, which ends as CloudWatch Logs ends it',
      { 'Fn::GetAtt': ['Logs', 'Arn'] },
      'arn:aws:logs:eu-west-1:111122223333:log-group:Stack-Logs:*',
    ],
    ['a name', { 'Fn::GetAtt': ['Bus', 'Name'] }, 'users'],
    ['Ref of a domain', { Ref: 'Domain' }, 'auth.example.com'],
    ['what is known only here', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, 'http://127.0.0.1:1'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Bus' }]] }, 'a-users'],
    [
      'Fn::Sub',
      { 'Fn::Sub': ['${Bus}/${Bus.Name}/${Own}/${!Raw}', { Own: { Ref: 'WithDefault' } }] },
      'users/users/7/${Raw}',
    ],
    [
      'Fn::Select and Fn::Split',
      { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'Named' }] }] },
      'fn',
    ],
    [
      'the address of the API in AWS',
      {
        'Fn::Join': [
          '',
          [
            'https://',
            { Ref: 'Api' },
            '.execute-api.',
            { Ref: 'AWS::Region' },
            '.',
            { Ref: 'AWS::URLSuffix' },
            '/users',
          ],
        ],
      },
      'http://127.0.0.1:1/users',
    ],
  ])('resolves %s', (_, value, expected) => {
    expect(scope.resolve(value)).toEqual(expected);
  });

  test.each<[string, Json, string, string]>([
    [
      'another intrinsic function',
      { 'Fn::ImportValue': 'x' },
      'UNSUPPORTED',
      'the template uses Fn::ImportValue, which is not supported here',
    ],
    [
      'a parameter without a default',
      { Ref: 'Without' },
      'UNSUPPORTED',
      'parameter Without of the template has no default value',
    ],
    [
      'a value that another stack publishes, instead of the name that it is published under',
      { Ref: 'Published' },
      'UNSUPPORTED',
      'parameter Published is what Parameter Store has as /auth/users/url, which another stack publishes and this machine does not have',
    ],
    [
      'a resource that is not there',
      { Ref: 'Nothing' },
      'INVALID_TEMPLATE',
      'the template refers to Nothing, which it lacks',
    ],
    [
      'an attribute that only AWS knows',
      { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] },
      'UNSUPPORTED',
      'WebsiteURL of Bucket (AWS::S3::Bucket) is not known on this machine',
    ],
  ])('is refused for %s', (_, value, code, message) => {
    expect(() => scope.resolve(value)).toThrow(expect.objectContaining({ code, message }));
  });
});
