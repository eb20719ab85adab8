import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as api from '../../lib';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../lib';
import { functionOf, newStack, synthesize } from './support';

test('the package exports its public API and nothing else', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ApiDocumentation',
    'AuthBackend',
    'BreachedPasswords',
    'BruteForce',
    'ClientAddress',
    'EmailChange',
    'EmailLogin',
    'FunctionLayout',
    'HostedPages',
    'ImportedHash',
    'JwtAlgorithm',
    'LinkByEmail',
    'Mfa',
    'OAuthClient',
    'Passkeys',
    'PasswordHash',
    'RequireMfa',
    'RouteLayout',
    'SameSite',
    'SessionTransport',
    'UserModel',
    'UserVerification',
    'UsersApi',
    'UsersApiGrants',
    'UsersApiMetrics',
    'UsersApiOidc',
    'UsersDashboard',
    'UsersDomain',
    'UsersTable',
  ]);
});

test('no logical id changes unnoticed, as CloudFormation would replace what is behind it', () => {
  const { template } = synthesize({ authBackends: [AuthBackend.jwt(), AuthBackend.cookie()] });
  const ids = Object.entries(template.toJSON().Resources as Record<string, { Type: string }>)
    .map(([id, { Type }]) => `${Type} ${id}`)
    .sort();
  expect(ids).toMatchSnapshot();
});

describe('UsersApi', () => {
  test('is told from other constructs', () => {
    const { users, stack } = synthesize();
    expect(UsersApi.isUsersApi(users)).toBe(true);
    for (const other of [stack, {}, null, undefined, 'users']) {
      expect(UsersApi.isUsersApi(other)).toBe(false);
    }
  });

  test('says in outputs what a person needs next', () => {
    const { template, users, stack } = synthesize();
    const outputs = Object.entries(template.findOutputs('*')).map(([id, { Value }]) => [
      id.replace(/^Users(.+).{8}$/, '$1'),
      Value,
    ]);
    expect(Object.fromEntries(outputs)).toEqual({
      Url: stack.resolve(users.url),
      TableName: stack.resolve(users.table.tableName),
      EventBusName: stack.resolve(users.eventBus.eventBusName),
      RelayFunctionName: stack.resolve(users.functions.relay?.functionName),
      UndeliveredEventsBucketName: stack.resolve(users.undeliveredEvents.bucketName),
      CreateUserFunctionName: stack.resolve(users.functions['create-user']?.functionName),
      EndLoginsFunctionName: stack.resolve(users.functions['end-logins']?.functionName),
    });
  });
});

describe('secrets', () => {
  const generated = {
    GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
  };

  test('are generated, long and retained: for resets, for verification, and one for all backends with HS256', () => {
    const algorithm = JwtAlgorithm.HS256;
    const { template } = synthesize({
      authBackends: [AuthBackend.jwt({ algorithm }), AuthBackend.cookie({ algorithm })],
    });
    template.resourceCountIs('AWS::SecretsManager::Secret', 3);
    template.allResources('AWS::SecretsManager::Secret', {
      Properties: generated,
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('go with the stack when the removal policy says so', () => {
    const { template } = synthesize({ removalPolicy: RemovalPolicy.DESTROY });
    template.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });

  test('are the given ones, and none is generated that nobody uses', () => {
    const stack = newStack();
    const reset = Secret.fromSecretNameV2(stack, 'Reset', 'reset');
    const verification = Secret.fromSecretNameV2(stack, 'Verification', 'verification');
    const access = Secret.fromSecretNameV2(stack, 'Access', 'access');
    const { users, template } = synthesize(
      {
        resetPasswordTokenSecret: reset,
        verificationTokenSecret: verification,
        authBackends: [AuthBackend.jwt({ algorithm: JwtAlgorithm.HS256, secret: access })],
      },
      stack,
    );
    expect(users.resetPasswordTokenSecret).toBe(reset);
    expect(users.verificationTokenSecret).toBe(verification);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(functionOf(template, 'UsersRelay').Environment.Variables).toMatchObject({
      RESET_TOKEN_SECRET_ARN: stack.resolve(reset.secretArn),
      VERIFICATION_TOKEN_SECRET_ARN: stack.resolve(verification.secretArn),
    });
  });

  test('of some backends leave the shared one to the others', () => {
    const stack = newStack();
    const algorithm = JwtAlgorithm.HS256;
    const secret = new Secret(stack, 'Own');
    const { template } = synthesize(
      { authBackends: [AuthBackend.jwt({ algorithm, secret }), AuthBackend.cookie({ algorithm })] },
      stack,
    );
    const backends = (prefix: string) =>
      JSON.stringify(functionOf(template, prefix).Environment.Variables.BACKENDS);
    expect(backends('UsersLoginJwt')).toContain('{"Ref":"Own');
    expect(backends('UsersLoginCookie')).toContain('{"Ref":"UsersAccessTokenSecret');
  });
});

describe('subscribers', () => {
  test.each([
    ['after-register', 'onAfterRegister'],
    ['after-forgot-password', 'onAfterForgotPassword'],
    ['after-reset-password', 'onAfterResetPassword'],
    ['after-request-verify', 'onAfterRequestVerify'],
    ['after-verify', 'onAfterVerify'],
    ['after-request-email-change', 'onAfterRequestEmailChange'],
    ['after-login', 'onAfterLogin'],
    ['after-update', 'onAfterUpdate'],
    ['after-delete', 'onAfterDelete'],
  ] as const)('of %s get a rule from %s', (detailType, method) => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', { loginEvents: true });
    const queue = new Queue(stack, 'Queue');
    const rule = users[method]('Rule', { target: new SqsQueue(queue), description: 'Mine' });
    expect(rule.node.path).toBe('Test/Users/Rules/Rule');
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      Description: 'Mine',
      EventBusName: stack.resolve(users.eventBus.eventBusName),
      EventPattern: { source: ['users-api'], 'detail-type': [detailType] },
      Targets: [Match.objectLike({ Arn: stack.resolve(queue.queueArn) })],
    });
  });

  test('may be several for one event', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    for (const id of ['One', 'Two', 'Register', 'Table']) users.onAfterRegister(id);
    Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 4);
  });

  test('may narrow their rule by a pattern, which cannot widen it', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    users.onAfterUpdate('Demoted', {
      eventPattern: {
        detail: { changed: ['is_superuser'] },
      },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['users-api'],
        'detail-type': ['after-update'],
        detail: { changed: ['is_superuser'] },
      },
    });
  });

  test('get all events, or those that a pattern names, from onEvent', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    users.onEvent('Archive');
    users.onEvent('Gone', { eventPattern: { detailType: ['after-delete'] } });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['users-api'], 'detail-type': Match.absent() },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['users-api'], 'detail-type': ['after-delete'] },
    });
  });
});

describe("a user's event bus", () => {
  test('gets the events and the rules, in place of a generated one', () => {
    const stack = newStack();
    const eventBus = EventBus.fromEventBusName(stack, 'Company', 'company');
    const users = new UsersApi(stack, 'Users', { eventBus });
    users.onAfterRegister('Welcome');
    const template = Template.fromStack(stack);
    expect(users.eventBus).toBe(eventBus);
    template.resourceCountIs('AWS::Events::EventBus', 0);
    template.hasResourceProperties('AWS::Events::Rule', { EventBusName: 'company' });
    expect(functionOf(template, 'UsersRelay').Environment.Variables).toMatchObject({
      EVENT_BUS_NAME: 'company',
    });
  });
});
