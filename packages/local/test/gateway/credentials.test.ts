import { describe, expect, test } from '@jest/globals';
import { StackScope } from '../../src/cloudformation/stack-scope.ts';
import type { Json, JsonObject, Resource } from '../../src/cloudformation/template.ts';
import { checkRole } from '../../src/gateway/credentials.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Get';
const TRUST = {
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'apigateway.amazonaws.com' },
    },
  ],
};
const get = { 'Fn::GetAtt': ['Get', 'Arn'] };
const other = { 'Fn::GetAtt': ['Other', 'Arn'] };
const policy = (Resource: Json, Action: Json = 'lambda:InvokeFunction', Effect = 'Allow') => ({
  PolicyDocument: { Statement: [{ Effect, Action, Resource }] },
});

/** Checks the role of a template by which `route GET /` calls the function `Get`. */
function check(role: JsonObject, more: Record<string, Resource> = {}): void {
  const template = {
    Resources: {
      Get: { Type: 'AWS::Lambda::Function' },
      Other: { Type: 'AWS::Lambda::Function' },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: TRUST, ...role },
      },
      ...more,
    },
  };
  const environment = { account: '000000000000', region: 'us-east-1' };
  const scope = new StackScope(template, 'Stack', environment);
  const arn = scope.attribute('Role', 'Arn');
  checkRole(template, scope, { who: 'route GET /', role: arn, calls: FUNCTION });
}

describe('a role by which API Gateway calls a function', () => {
  test.each<[string, JsonObject]>([
    ['names it', { Policies: [policy(get)] }],
    ['names it among others', { Policies: [policy(other), policy([other, get])] }],
    ['names it by a pattern', { Policies: [policy('arn:aws:lambda:*:function:Stack-?et')] }],
    ['allows all calls of it', { Policies: [policy(get, ['s3:GetObject', 'lambda:*'])] }],
    [
      'has a managed policy, which is not read',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] },
    ],
    [
      'names what only AWS knows',
      { Policies: [policy({ 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] })] },
    ],
  ])('passes when it %s', (_, role) => {
    expect(() => check(role)).not.toThrow();
  });

  test('passes by a policy beside it', () => {
    const beside = {
      Beside: {
        Type: 'AWS::IAM::Policy',
        Properties: { ...policy(get), Roles: [{ Ref: 'Role' }] },
      },
    };
    expect(() => check({}, beside)).not.toThrow();
  });

  test.each<[string, JsonObject]>([
    ['has no policy', {}],
    ['names another function', { Policies: [policy(other)] }],
    ['names another call', { Policies: [policy(get, 'lambda:GetFunction')] }],
    ['denies it', { Policies: [policy(get, 'lambda:InvokeFunction', 'Deny')] }],
    ['names only what begins like it', { Policies: [policy(`${FUNCTION}:*`)] }],
  ])('is refused when it %s', (_, role) => {
    expect(() => check(role)).toThrow(
      expect.objectContaining({
        code: 'INVALID_TEMPLATE',
        message: `route GET / has the role Role, which may not call ${FUNCTION}; AWS would answer every request 500`,
      }),
    );
  });

  test('is refused by the policy of another role', () => {
    const beside = {
      Beside: {
        Type: 'AWS::IAM::Policy',
        Properties: { ...policy(get), Roles: [{ Ref: 'Role2' }] },
      },
    };
    expect(() => check({}, beside)).toThrow('which may not call');
  });

  test('is refused when API Gateway may not assume it', () => {
    const [statement] = TRUST.Statement;
    for (const trusted of [
      { ...statement, Principal: { Service: 'lambda.amazonaws.com' } },
      { ...statement, Effect: 'Deny' },
    ]) {
      const role = { AssumeRolePolicyDocument: { Statement: [trusted] }, Policies: [policy(get)] };
      expect(() => check(role as JsonObject)).toThrow(
        'route GET / has the role Role, which API Gateway may not assume; AWS would answer every request 500',
      );
    }
  });
});

test('a role that the stack does not make is not judged, nor is none', () => {
  const template = { Resources: {} };
  const scope = new StackScope(template, 'Stack', { account: '000000000000', region: 'us-east-1' });
  for (const role of ['arn:aws:iam::000000000000:role/elsewhere', undefined]) {
    expect(() =>
      checkRole(template, scope, { who: 'route GET /', role, calls: FUNCTION }),
    ).not.toThrow();
  }
});
