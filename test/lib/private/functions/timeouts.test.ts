import { expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UsersApi, type UsersApiProps } from '../../../../lib';
import { newStack } from '../../support';

function made(props: UsersApiProps) {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', props);
  users.addRoutes({
    path: '/orders',
    integration: new HttpUrlIntegration('Orders', 'https://example.com'),
    authorizer: users.authorizer(),
  });
  return { stack, users };
}

const warned = (props: UsersApiProps) =>
  Annotations.fromStack(made(props).stack)
    .findWarning('/Test/Users', Match.stringLikeRegexp('timeout: .*optionWithoutEffect'))
    .map(({ entry }) => String(entry.data).replace(/ for .*/, ''));

test('a timeout that API Gateway never waits for is warned of, once for each that sets it', () => {
  const of = (seconds: number) => ({ timeout: Duration.seconds(seconds) });
  expect(warned({ functionOptions: of(31) })).toEqual([
    'functionOptions.timeout: got 31 seconds, expected at most 30',
    'functionOptions.timeout: got 31 seconds, expected at most 10',
  ]);
  expect(warned({ functionOverrides: { register: of(40), relay: of(90) } })).toEqual([
    'functionOverrides["register"].timeout: got 40 seconds, expected at most 30',
  ]);
  expect(warned({ functionOptions: of(10) })).toEqual([]);
});

test('an authorizer has the ten seconds that API Gateway waits for it', () => {
  const { stack, users } = made({});
  expect(Object.keys(users.functions)).toContain('authorizer');
  const template = Template.fromStack(stack);
  const slow = template.findResources('AWS::Lambda::Function', { Properties: { Timeout: 60 } });
  expect(Object.keys(slow).sort()).toEqual([
    expect.stringMatching(/^UsersRelay/),
    expect.stringMatching(/^UsersRotateKeys/),
  ]);
});
