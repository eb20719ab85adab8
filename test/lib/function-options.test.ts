import { describe, expect, test } from '@jest/globals';
import { Duration, Validations } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LambdaInsightsVersion,
  LayerVersion,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { UsersApiProps } from '../../lib';
import { protectedApi } from './protected-api';
import { functionOf, newStack, refusal, rolesOf, synthesize } from './support';

const functionsIn = (template: Template) =>
  Object.values(template.findResources('AWS::Lambda::Function')).map(
    ({ Properties }) => Properties,
  );

describe('functionOptions', () => {
  test('are options of every function, an authorizer of a later route included', () => {
    const stack = newStack();
    const layer = LayerVersion.fromLayerVersionArn(
      stack,
      'Layer',
      'arn:aws:lambda:eu-central-1:111122223333:layer:telemetry:1',
    );
    const logGroup = new LogGroup(stack, 'OwnLogs');
    const { users, template } = protectedApi(
      {
        functionOptions: {
          architecture: Architecture.X86_64,
          memorySize: 1024,
          timeout: Duration.seconds(15),
          layers: [layer],
          environment: { STAGE: 'test' },
          tracing: Tracing.ACTIVE,
          applicationLogLevel: ApplicationLogLevel.DEBUG,
          systemLogLevel: SystemLogLevel.INFO,
          logGroup,
          reservedConcurrentExecutions: 7,
        },
      },
      stack,
    );
    const made = functionsIn(template());
    expect(made).toHaveLength(Object.keys(users.functions).length);
    for (const properties of made) {
      expect(properties).toMatchObject({
        Architectures: ['x86_64'],
        MemorySize: 1024,
        Timeout: 15,
        Layers: [layer.layerVersionArn],
        Environment: { Variables: { STAGE: 'test' } },
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: {
          LogFormat: 'JSON',
          ApplicationLogLevel: 'DEBUG',
          SystemLogLevel: 'INFO',
          LogGroup: stack.resolve(logGroup.logGroupName),
        },
        ReservedConcurrentExecutions: 7,
      });
    }
    // The given one, and that of the API's access log.
    template().resourceCountIs('AWS::Logs::LogGroup', 2);
  });

  test('give each role what X-Ray asks for, in the policy that it has', () => {
    const { users, template } = protectedApi({ functionOptions: { tracing: Tracing.ACTIVE } });
    const traced = rolesOf(template()).filter(({ statements }) =>
      statements.some(({ Action }) => Action.includes('xray:PutTraceSegments')),
    );
    expect(traced).toHaveLength(Object.keys(users.functions).length);
    template().resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('give each role the policy of Lambda Insights, and each function its layer', () => {
    const arn = 'arn:aws:lambda:eu-central-1:580247275435:layer:LambdaInsightsExtension-Arm64:20';
    const insightsVersion = LambdaInsightsVersion.fromInsightVersionArn(arn);
    const { users, template } = protectedApi({ functionOptions: { insightsVersion } });
    expect(functionsIn(template()).map(({ Layers }) => Layers)).toEqual(
      Object.keys(users.functions).map(() => [arn]),
    );
    const watched = rolesOf(template()).filter(({ managed }) =>
      JSON.stringify(managed ?? []).includes('CloudWatchLambdaInsightsExecutionRolePolicy'),
    );
    expect(watched).toHaveLength(Object.keys(users.functions).length);
  });

  test('name functions and roles, the role of API Gateway too, and bound what roles may do', () => {
    const boundary = ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    const { users, template, stack } = protectedApi({
      functionOptions: {
        functionNamePrefix: 'acme-',
        roleNamePrefix: 'acme-eu-',
        permissionsBoundary: boundary,
      },
    });
    const names = Object.keys(users.functions);
    expect(functionsIn(template()).map(({ FunctionName }) => FunctionName)).toEqual(
      expect.arrayContaining(['acme-login-jwt', 'acme-oauth-callback-google', 'acme-authorizer']),
    );
    const roles = Object.values(template().findResources('AWS::IAM::Role')).map(
      ({ Properties }) => Properties,
    );
    expect(roles.map(({ RoleName }) => RoleName).sort()).toEqual(
      [...names, 'gateway'].map((name) => `acme-eu-${name}`).sort(),
    );
    for (const { PermissionsBoundary } of roles) {
      expect(PermissionsBoundary).toEqual(stack.resolve(boundary.managedPolicyArn));
    }
  });

  test('that are left out leave the template as it is', () => {
    const template = ({ functionOptions, functionOverrides }: UsersApiProps) =>
      protectedApi({ functionOptions, functionOverrides }).template().toJSON();
    const without = template({});
    expect(template({ functionOptions: {}, functionOverrides: {} })).toEqual(without);
    const nothing = { vpc: undefined, memorySize: undefined, environment: undefined };
    expect(
      template({ functionOptions: nothing, functionOverrides: { 'get-me': nothing } }),
    ).toEqual(without);
  });
});

describe('functionOverrides', () => {
  test('are options of one function on top of those of all', () => {
    const { template } = protectedApi({
      functionOptions: { memorySize: 1024, environment: { STAGE: 'test', LEVEL: '1' } },
      functionOverrides: {
        'login-jwt': { memorySize: 3008, environment: { LEVEL: '2' } },
        authorizer: { timeout: Duration.seconds(5) },
        relay: { memorySize: 256 },
      },
    });
    const of = (id: string) => functionOf(template(), id);
    expect(of('UsersLoginJwt')).toMatchObject({
      MemorySize: 3008,
      Environment: { Variables: { STAGE: 'test', LEVEL: '2' } },
    });
    expect(of('UsersLoginCookie')).toMatchObject({
      MemorySize: 1024,
      Environment: { Variables: { STAGE: 'test', LEVEL: '1' } },
    });
    expect(of('UsersAuthorizer')).toMatchObject({ MemorySize: 1024, Timeout: 5 });
    expect(of('UsersRelay')).toMatchObject({ MemorySize: 256 });
  });

  test('of a name that no function has are refused, with the names there are', () => {
    expect(refusal({ functionOverrides: { 'login-jtw': { memorySize: 1024 } } })).toMatch(
      /^functionOverrides: got "login-jtw", expected names out of register, .*login-jwt, .*relay; /,
    );
  });

  test('of an authorizer are taken, and refused at synth if no route has asked for it', () => {
    const props = { functionOverrides: { 'authorizer-verified': { memorySize: 1024 } } };
    const { users, template } = protectedApi(props);
    expect(template).toThrow(
      /functionOverrides: got "authorizer-verified", expected names out of .*authorizer; /,
    );
    Validations.of(users).acknowledge({
      id: 'cdk-users-api:unusedFunctionOverride',
      reason: 'A route of another stage has it.',
    });
    expect(template).not.toThrow();
  });
});

test('a log level above INFO brings a warning, as nothing is counted then', () => {
  const { stack } = synthesize({
    functionOptions: { applicationLogLevel: ApplicationLogLevel.WARN },
  });
  Annotations.fromStack(stack).hasWarning(
    '*',
    Match.stringLikeRegexp('applicationLogLevel: got WARN.*cdk-users-api:logLevelWithoutMetrics'),
  );
});

describe('UsersApi.functionOf', () => {
  test('is a function by its name', () => {
    const { users } = synthesize();
    expect(users.functionOf('login-jwt')).toBe(users.node.findChild('LoginJwt'));
  });

  test('refuses another name with the names there are', () => {
    const { users } = synthesize();
    for (const name of ['login', 'toString']) {
      expect(() => users.functionOf(name)).toThrow(
        new RegExp(`^Test/Users: functions: got "${name}", expected one of register, .*relay; `),
      );
    }
  });
});
