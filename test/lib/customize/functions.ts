import { expect } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Peer, Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PermissionsBoundary, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  CodeSigningConfig,
  LambdaInsightsVersion,
  LayerVersion,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { SigningProfile } from 'aws-cdk-lib/aws-signer';
import { UsersApi } from '../../../lib';
import { newStack } from '../support';
import { type Cases, only, propertiesOf, usersApi } from './cases';

const FUNCTION = 'AWS::Lambda::Function';
const ROLE = 'AWS::IAM::Role';

const LAYER = 'arn:aws:lambda:eu-central-1:111122223333:layer:telemetry:1';

export const FUNCTIONS: Cases = {
  'memory of one function': () => {
    const { stack } = usersApi({ functionOverrides: { register: { memorySize: 3008 } } });
    expect(only(stack, FUNCTION, 'UsersRegister').MemorySize).toBe(3008);
    expect(only(stack, FUNCTION, 'UsersGetMe').MemorySize).toBe(512);
  },

  'how long one function may take': () => {
    const { stack } = usersApi({
      functionOverrides: { 'export-me': { timeout: Duration.seconds(25) } },
    });
    expect(only(stack, FUNCTION, 'UsersExportMe').Timeout).toBe(25);
  },

  'environment variables': () => {
    const { stack } = usersApi({ functionOptions: { environment: { SERVICE: 'users' } } });
    const functions = Object.values(propertiesOf(stack, FUNCTION));
    for (const { Environment } of functions) {
      expect(Environment.Variables.SERVICE).toBe('users');
    }
  },

  'a variable of one function': () => {
    const { stack, users } = usersApi();
    users.functionOf('register').addEnvironment('CAMPAIGN', 'spring');
    expect(only(stack, FUNCTION, 'UsersRegister').Environment.Variables.CAMPAIGN).toBe('spring');
  },

  layers: () => {
    const stack = newStack();
    const layer = LayerVersion.fromLayerVersionArn(stack, 'Telemetry', LAYER);
    new UsersApi(stack, 'Users', { functionOptions: { layers: [layer] } });
    expect(only(stack, FUNCTION, 'UsersGetMe').Layers).toEqual([LAYER]);
  },

  'the architecture': () => {
    const { stack } = usersApi({ functionOptions: { architecture: Architecture.X86_64 } });
    expect(only(stack, FUNCTION, 'UsersGetMe').Architectures).toEqual(['x86_64']);
  },

  'the runtime': () => {
    const { stack, users } = usersApi();
    const getMe = users.functionOf('get-me').node.defaultChild as CfnFunction;
    getMe.runtime = Runtime.NODEJS_LATEST.name;
    expect(only(stack, FUNCTION, 'UsersGetMe').Runtime).toBe(Runtime.NODEJS_LATEST.name);
  },

  'a limit to calls at once': () => {
    const { stack } = usersApi({
      functionOverrides: { register: { reservedConcurrentExecutions: 10 } },
    });
    expect(only(stack, FUNCTION, 'UsersRegister').ReservedConcurrentExecutions).toBe(10);
  },

  'environments that are ready': () => {
    const { stack } = usersApi({
      functionOverrides: { 'get-me': { provisionedConcurrentExecutions: 2 } },
    });
    const { ProvisionedConcurrencyConfig: config } = only(stack, 'AWS::Lambda::Alias');
    expect(config.ProvisionedConcurrentExecutions).toBe(2);
  },

  'a VPC': () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc');
    new UsersApi(stack, 'Users', { functionOptions: { vpc } });
    expect(only(stack, FUNCTION, 'UsersGetMe').VpcConfig.SubnetIds).toEqual(
      stack.resolve(vpc.selectSubnets().subnetIds),
    );
  },

  'what functions in a VPC may reach': () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc');
    const users = new UsersApi(stack, 'Users', {
      functionOptions: { vpc, allowAllOutbound: false },
    });
    users.connections.allowTo(Peer.prefixList('pl-0123'), Port.HTTPS);
    expect(only(stack, 'AWS::EC2::SecurityGroupEgress')).toMatchObject({
      DestinationPrefixListId: 'pl-0123',
      FromPort: 443,
    });
  },

  'traces in X-Ray': () => {
    const { stack } = usersApi({ functionOptions: { tracing: Tracing.ACTIVE } });
    expect(only(stack, FUNCTION, 'UsersGetMe').TracingConfig).toEqual({ Mode: 'Active' });
  },

  'the level of the log': () => {
    const { stack } = usersApi({
      functionOverrides: { relay: { applicationLogLevel: ApplicationLogLevel.DEBUG } },
    });
    expect(only(stack, FUNCTION, 'UsersRelay').LoggingConfig.ApplicationLogLevel).toBe('DEBUG');
  },

  'CloudWatch Lambda Insights': () => {
    const { stack } = usersApi({
      functionOptions: { insightsVersion: LambdaInsightsVersion.VERSION_1_0_498_0 },
    });
    expect(only(stack, FUNCTION, 'UsersGetMe').Layers).toHaveLength(1);
  },

  'one log group for all functions': () => {
    const stack = newStack();
    const logGroup = new LogGroup(stack, 'Logs', { logGroupName: '/acme/users' });
    new UsersApi(stack, 'Users', { functionOptions: { logGroup } });
    expect(only(stack, FUNCTION, 'UsersGetMe').LoggingConfig.LogGroup).toEqual(
      stack.resolve(logGroup.logGroupName),
    );
  },

  'names that begin alike': () => {
    const { stack } = usersApi({
      functionOptions: { functionNamePrefix: 'acme-', roleNamePrefix: 'acme-' },
    });
    expect(only(stack, FUNCTION, 'UsersGetMe').FunctionName).toBe('acme-get-me');
    expect(only(stack, ROLE, 'UsersGetMe').RoleName).toBe('acme-get-me');
  },

  'the name of one function': () => {
    const { stack, users } = usersApi();
    const getMe = users.functionOf('get-me').node.defaultChild as CfnFunction;
    getMe.functionName = 'me';
    expect(only(stack, FUNCTION, 'UsersGetMe').FunctionName).toBe('me');
  },

  'a permissions boundary': () => {
    const stack = newStack();
    const permissionsBoundary = ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developer');
    new UsersApi(stack, 'Users', { functionOptions: { permissionsBoundary } });
    const roles = Object.values(propertiesOf(stack, ROLE));
    for (const { PermissionsBoundary: of } of roles) {
      expect(of).toEqual(stack.resolve(permissionsBoundary.managedPolicyArn));
    }
  },

  'a permissions boundary of everything': () => {
    const { stack, users } = usersApi();
    const boundary = ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developer');
    PermissionsBoundary.of(users).apply(boundary);
    const roles = Object.values(propertiesOf(stack, ROLE));
    for (const { PermissionsBoundary: of } of roles) {
      expect(of).toEqual(stack.resolve(boundary.managedPolicyArn));
    }
  },

  'one more permission': () => {
    const { stack, users } = usersApi();
    const statement = new PolicyStatement({ actions: ['ses:SendEmail'], resources: ['*'] });
    users.functionOf('register').addToRolePolicy(statement);
    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policies).toContain('ses:SendEmail');
  },

  'roles that somebody else makes': () => {
    const stack = newStack();
    Role.customizeRoles(stack, {
      usePrecreatedRoles: { 'Test/Users/Default/GetMe/Role': 'users-get-me' },
    });
    const users = new UsersApi(stack, 'Users');
    expect(JSON.stringify(stack.resolve(users.functionOf('get-me').role?.roleArn))).toContain(
      'role/users-get-me',
    );
  },

  'the role of one function': () => {
    const { stack, users } = usersApi();
    const getMe = users.functionOf('get-me').node.defaultChild as CfnFunction;
    getMe.role = 'arn:aws:iam::111122223333:role/users-get-me';
    expect(only(stack, FUNCTION, 'UsersGetMe').Role).toBe(getMe.role);
  },

  'code signing': () => {
    const { stack, users } = usersApi();
    const profile = SigningProfile.fromSigningProfileAttributes(stack, 'Profile', {
      signingProfileName: 'acme',
      signingProfileVersion: '0123456789',
    });
    const signing = new CodeSigningConfig(stack, 'Signing', { signingProfiles: [profile] });
    for (const { node } of Object.values(users.functions)) {
      const cfnFunction = node.defaultChild as CfnFunction;
      cfnFunction.codeSigningConfigArn = signing.codeSigningConfigArn;
    }
    expect(only(stack, FUNCTION, 'UsersGetMe').CodeSigningConfigArn).toEqual(
      stack.resolve(signing.codeSigningConfigArn),
    );
  },

  'an alarm on one function': () => {
    const { stack, users } = usersApi();
    users.functionOf('relay').metricThrottles().createAlarm(stack, 'RelayThrottled', {
      threshold: 1,
      evaluationPeriods: 1,
    });
    expect(only(stack, 'AWS::CloudWatch::Alarm', 'RelayThrottled').MetricName).toBe('Throttles');
  },

  'who else may call a function': () => {
    const { stack, users } = usersApi();
    const admin = Role.fromRoleName(stack, 'Admin', 'admin');
    users.functionOf('create-user').grantInvoke(admin);
    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policies).toContain('lambda:InvokeFunction');
  },
};
