import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UsersApiExample } from '../../bin/app';
import { FUNCTIONS } from '../lib/support';

// With the CDK's own validation of templates, which the other tests leave out.
delete process.env.CDK_VALIDATION;
const app = new App();
const template = Template.fromStack(new UsersApiExample(app, 'UsersApiExample'));
process.env.CDK_VALIDATION = 'false';

test('the example has one function for each action and backend, and two subscribers', () => {
  template.resourceCountIs('AWS::Lambda::Function', FUNCTIONS.length + 2);
});

test.each([
  ['Registered', 'after-register', 'User ${user.id} has registered.'],
  ['Forgot', 'after-forgot-password', 'User ${user.id} has forgot their password.'],
])('the subscriber %s prints on %s one line about the user', (id, detailType, text) => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['users-api'], 'detail-type': [detailType] },
    Targets: [
      Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] } }),
    ],
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Code: { ZipFile: Match.stringLikeRegexp(text.replace(/[$.{}]/g, '\\$&')) },
  });
});

describe('of the example,', () => {
  const codeOf = (context: Record<string, unknown>) =>
    Object.values(
      Template.fromStack(
        new UsersApiExample(new App({ context }), 'UsersApiExample'),
      ).findResources('AWS::Lambda::Function'),
    ).flatMap(({ Properties }) => Properties.Code.ZipFile ?? []);

  test('what is deployed has no subscriber that knows a token, so no log in AWS can have one', () => {
    const code = codeOf({});
    expect(code).toHaveLength(2);
    expect(code.filter((text) => /token/i.test(text))).toEqual([]);
  });

  test('what runs on this machine prints the token, as there is nobody to mail it to', () => {
    const code = codeOf({ 'cdk-users-api-local': true });
    expect(code.filter((text) => text.includes('Reset token: ${token}'))).toHaveLength(1);
  });
});

test('the example asks about passwords of data breaches', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        BREACHED_PASSWORDS: '{"url":"https://api.pwnedpasswords.com","timeoutMs":1000}',
      }),
    },
  });
});

test('docs/deploy.md counts its resources right', () => {
  const guide = readFileSync(path.join(__dirname, '../../docs/deploy.md'), 'utf8');
  const counts = /is (\d+) resources: (\d+) functions,[^;]+; (\d+) routes/.exec(guide)?.slice(1);
  const count = (type: string) => Object.keys(template.findResources(type)).length;
  expect(counts?.map(Number)).toEqual([
    Object.keys(template.toJSON().Resources).length,
    count('AWS::Lambda::Function'),
    count('AWS::ApiGatewayV2::Route'),
  ]);
});
