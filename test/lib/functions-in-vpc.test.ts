import { describe, expect, test } from '@jest/globals';
import {
  Aspects,
  type InjectionContext,
  type IPropertyInjector,
  PropertyInjectors,
  type Stack,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { AuthBackend, UsersApi, type UsersApiProps, UsersTable } from '../../lib';
import { listed, newStack, rolesOf, synthesize } from './support';

const ENI = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

const newVpc = (stack: Stack) =>
  new Vpc(stack, 'Vpc', {
    natGateways: 0,
    maxAzs: 2,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });

/** With an authorizer that is made last, and everything of `more` beforehand. */
function usersIn(stack: Stack, props: UsersApiProps = {}) {
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    ...props,
  });
  (users.httpApi as HttpApi).addRoutes({
    path: '/orders',
    methods: [HttpMethod.GET],
    integration: new HttpUrlIntegration('Integration', 'https://example.com'),
    authorizer: users.authorizer(),
  });
  return users;
}

/** The functions in a VPC, and the statements by which Lambda connects them. */
function connected(stack: Stack) {
  const template = Template.fromStack(stack);
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  return {
    functions: functions.filter(({ Properties }) => Properties.VpcConfig !== undefined).length,
    statements: rolesOf(template)
      .flatMap(({ statements }) => statements)
      .filter(({ Action }) => listed(Action).includes('ec2:CreateNetworkInterface')),
  };
}

function expectAllConnected(stack: Stack, users: UsersApi): void {
  const { functions, statements } = connected(stack);
  const all = Object.keys(users.functions).length;
  expect({ functions, statements: statements.length }).toEqual({ functions: all, statements: all });
  for (const each of statements) {
    expect(each).toEqual({
      Action: ENI,
      Effect: 'Allow',
      Resource: '*',
      // So not by the function's own code.
      Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } },
    });
  }
}

class InVpc implements IPropertyInjector {
  readonly constructUniqueId = LambdaFunction.PROPERTY_INJECTION_ID;
  private readonly vpc: Vpc;

  constructor(vpc: Vpc) {
    this.vpc = vpc;
  }

  inject(props: object, _: InjectionContext): object {
    return { vpc: this.vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, ...props };
  }
}

describe('each function in a VPC has what Lambda needs to connect it, and no other has it:', () => {
  test('by functionOptions', () => {
    const stack = newStack();
    const functionOptions = {
      vpc: newVpc(stack),
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    };
    expectAllConnected(stack, usersIn(stack, { functionOptions }));
  });

  test('by a property injector', () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add(new InVpc(newVpc(stack)));
    expectAllConnected(stack, usersIn(stack));
  });

  test.each(['vpcConfig', 'addPropertyOverride'])('by an aspect that sets %s', (way) => {
    const stack = newStack();
    const users = usersIn(stack);
    const subnetIds = ['subnet-1'];
    Aspects.of(stack).add({
      visit(node) {
        if (!(node instanceof CfnFunction)) return;
        if (way === 'vpcConfig') node.vpcConfig = { subnetIds, securityGroupIds: ['sg-1'] };
        else node.addPropertyOverride('VpcConfig', { SubnetIds: subnetIds });
      },
    });
    expectAllConnected(stack, users);
  });

  test('with a key of one’s own, whose policy names the roles', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-central-1' } });
    const table = new UsersTable(stack, 'Table', {
      encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
    });
    const functionOptions = {
      vpc: newVpc(stack),
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    };
    expectAllConnected(stack, usersIn(stack, { table, functionOptions }));
  });

  test('by functionOverrides', () => {
    const stack = newStack();
    const vpc = newVpc(stack);
    const own = { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } };
    usersIn(stack, { functionOverrides: { relay: own, authorizer: own } });
    const { functions, statements } = connected(stack);
    expect({ functions, statements: statements.length }).toEqual({ functions: 2, statements: 2 });
  });

  test('and without a VPC none', () => {
    const { functions, statements } = connected(synthesize().stack);
    expect({ functions, statements }).toEqual({ functions: 0, statements: [] });
  });
});

describe('UsersApi.connections', () => {
  const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };

  test('has the one security group that is made for all functions', () => {
    const stack = newStack();
    const vpc = newVpc(stack);
    const users = usersIn(stack, { functionOptions: { vpc, vpcSubnets, allowAllOutbound: false } });
    const endpoint = new SecurityGroup(stack, 'Endpoint', { vpc });
    users.connections.allowTo(endpoint, Port.HTTPS);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 2);
    template.resourcePropertiesCountIs(
      'AWS::EC2::SecurityGroupEgress',
      {
        GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UsersSecurityGroup'), 'GroupId'] },
        ToPort: 443,
      },
      1,
    );
  });

  test.each([
    ['first', 'register', true],
    ['first', 'register', false],
    ['last', 'relay', true],
    ['last', 'relay', false],
  ])(
    'gives the function made %s, %s, a security group of its own when only it says allowAllOutbound: %s',
    (_, name, own) => {
      const stack = newStack();
      const functionOptions = { vpc: newVpc(stack), vpcSubnets, allowAllOutbound: !own };
      const users = usersIn(stack, {
        functionOptions,
        functionOverrides: { [name]: { allowAllOutbound: own } },
      });
      const cidrsOf = (made: LambdaFunction | undefined) =>
        made?.connections.securityGroups.map((group) => (group as SecurityGroup).allowAllOutbound);
      const { [name]: different, ...others } = users.functions;
      expect(cidrsOf(different)).toEqual([own]);
      expect(Object.values(others).map(cidrsOf)).toEqual(Object.values(others).map(() => [!own]));
      expect(users.connections.securityGroups).toHaveLength(2);
    },
  );

  test('has the given security groups, each once', () => {
    const stack = newStack();
    const vpc = newVpc(stack);
    const given = new SecurityGroup(stack, 'Mine', { vpc });
    const functionOptions = { vpc, vpcSubnets, securityGroups: [given] };
    const users = usersIn(stack, { functionOptions });
    expect(users.connections.securityGroups).toEqual([given]);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 1);
  });

  test('reaches a function in a VPC that is made after it was asked', () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add(new InVpc(newVpc(stack)));
    const users = new UsersApi(stack, 'Users');
    users.connections.allowToAnyIpv4(Port.tcp(8443));
    const before = users.connections.securityGroups.length;
    (users.httpApi as HttpApi).addRoutes({
      path: '/orders',
      integration: new HttpUrlIntegration('Integration', 'https://example.com'),
      authorizer: users.authorizer(),
    });
    expect(users.connections.securityGroups).toHaveLength(before + 1);
  });

  test('is refused without a VPC', () => {
    expect(() => synthesize().users.connections).toThrow(
      'Test/Users: functionOptions.vpc: got none, expected one, as only functions in a VPC have security groups; give functionOptions: { vpc }',
    );
  });
});
