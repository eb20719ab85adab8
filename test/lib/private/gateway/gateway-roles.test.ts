import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { AuthBackend } from '../../../../lib';
import { GatewayRoles } from '../../../../lib/private/gateway/gateway-roles';
import { FUNCTIONS, newStack, rolesOf, statementsOf, synthesize } from '../../support';

const { template } = synthesize({ authBackends: [AuthBackend.jwt(), AuthBackend.cookie()] });
const integrations = Object.values(template.findResources('AWS::ApiGatewayV2::Integration')).map(
  ({ Properties }) => Properties,
);
const gatewayRoles = (of: Template) =>
  rolesOf(of).filter(({ role }) => role.startsWith('UsersGatewayRole'));

describe('API Gateway calls the functions', () => {
  test('by one role, which nobody else assumes', () => {
    const [only, ...others] = gatewayRoles(template);
    expect(others).toEqual([]);
    const { Properties } = template.findResources('AWS::IAM::Role')[String(only?.role)] ?? {};
    expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
      },
    ]);
    for (const { CredentialsArn } of integrations) {
      expect(CredentialsArn).toEqual({ 'Fn::GetAtt': [only?.role, 'Arn'] });
    }
  });

  test('behind its routes and no others', () => {
    const routed = FUNCTIONS.filter(({ action }) => action.route !== undefined);
    const [statement, ...others] = statementsOf(template, 'UsersGatewayRole');
    expect(others).toEqual([]);
    expect(statement).toEqual({
      Action: 'lambda:InvokeFunction',
      Effect: 'Allow',
      Resource: integrations.map(({ IntegrationUri }) => IntegrationUri),
    });
    expect(integrations).toHaveLength(routed.length);
  });

  test('without a permission for each of them', () => {
    // The one is for Secrets Manager, which has no role to call by.
    template.resourceCountIs('AWS::Lambda::Permission', 1);
  });
});

describe('the roles of API Gateway', () => {
  /** A name of 64 characters in the Region with the longest, the longest ARN that an alias can have. */
  const arn = (number: number) =>
    `arn:aws-iso-b:lambda:us-isob-east-1:111122223333:function:${'f'.repeat(60)}${String(number).padStart(4, '0')}:live`;

  /** The template of a stack with roles for this many functions, and which of them each function has. */
  function rolesFor(count: number) {
    const stack: Stack = newStack();
    const roles = new GatewayRoles(stack);
    const functions = Array.from({ length: count }, (_, number) =>
      LambdaFunction.fromFunctionAttributes(stack, `Function${number}`, {
        functionArn: arn(number),
        sameEnvironment: true,
      }),
    );
    const given = functions.map((each) => roles.roleFor(each).node.id);
    const again = functions.map((each) => roles.roleFor(each).node.id);
    expect(again).toEqual(given);
    return { given, policies: rolesOf(Template.fromStack(stack)) };
  }

  test('have room for their policies, 10,240 characters, with the longest names in the longest Region', () => {
    const { policies } = rolesFor(200);
    expect(policies).toHaveLength(3);
    for (const { statements } of policies) {
      const document = JSON.stringify({ Statement: statements, Version: '2012-10-17' });
      expect(document.length).toBeLessThanOrEqual(10_240);
    }
  });

  test('are one for 75 functions, and a second for the 76th', () => {
    expect(new Set(rolesFor(75).given)).toEqual(new Set(['GatewayRole']));
    const { given, policies } = rolesFor(76);
    expect(given.slice(0, 75)).toEqual(rolesFor(75).given);
    expect(given.at(-1)).toBe('GatewayRole2');
    const allowed = policies.map(({ statements }) => statements.map(({ Resource }) => Resource));
    expect(allowed).toEqual([[Array.from({ length: 75 }, (_, number) => arn(number))], [arn(75)]]);
  });
});
