import { afterAll, describe, expect, test } from '@jest/globals';
import { StackScope } from '../../src/cloudformation/stack-scope.ts';
import { type JsonObject, resourcesOf, type Template } from '../../src/cloudformation/template.ts';
import { readAuthorizers } from '../../src/gateway/read-authorizers.ts';
import { FunctionDirectory } from '../../src/lambda/function-directory.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

const { function: authority } = lambdaFunction('export const handler = () => ({});');

afterAll(async () => {
  await authority.stop();
  removeTemporaryDirectories();
});

/** Reads a template with one authorizer, as the CDK writes it, with these further properties. */
function read(properties: JsonObject = {}, roleProperties: JsonObject = {}) {
  const { name } = authority.definition;
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;
  const template: Template = {
    Resources: {
      Gate: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          AuthorizerType: 'REQUEST',
          AuthorizerPayloadFormatVersion: '2.0',
          EnableSimpleResponses: true,
          AuthorizerResultTtlInSeconds: 60,
          AuthorizerUri: uri,
          IdentitySource: ['$request.header.Authorization'],
          ...properties,
        },
      },
      Role: { Type: 'AWS::IAM::Role', Properties: roleProperties },
    },
  };
  const environment = { account: '000000000000', region: 'us-east-1' };
  const scope = new StackScope(template, 'Stack', environment);
  const authorizers = resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').map((each) => ({
    ...each,
    properties: scope.properties(each.properties),
  }));
  return readAuthorizers(authorizers, template, scope, new FunctionDirectory([authority]));
}

describe('the authorizers of a template', () => {
  test('are found by what a route refers to them with', () => {
    expect([...read().keys()]).toEqual(['Stack-Gate']);
  });

  test('need neither identity source nor cache', () => {
    const bare = { IdentitySource: [], AuthorizerResultTtlInSeconds: 0 };
    expect([...read(bare).keys()]).toEqual(['Stack-Gate']);
  });

  test('are refused with a role by which API Gateway may not call the function', () => {
    const role = { AuthorizerCredentialsArn: { 'Fn::GetAtt': ['Role', 'Arn'] } };
    const statement = { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } };
    const trusted = { AssumeRolePolicyDocument: { Statement: [statement] } };
    expect(() => read(role, trusted)).toThrow(
      'authorizer Gate has the role Role, which may not call',
    );
    const invoke = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' };
    const Policies = [{ PolicyDocument: { Statement: [invoke] } }];
    expect([...read(role, { ...trusted, Policies }).keys()]).toEqual(['Stack-Gate']);
  });

  test.each<[string, JsonObject, string]>([
    [
      'a kind of its own',
      { AuthorizerType: 'OTHER' },
      'authorizer Gate is of type OTHER; JWT and REQUEST run here',
    ],
    [
      'IAM policies as answers',
      { EnableSimpleResponses: false },
      'authorizer Gate answers with an IAM policy, which is not evaluated here; use payload format 2.0 and simple responses',
    ],
    [
      'the older payload format',
      { AuthorizerPayloadFormatVersion: '1.0' },
      'authorizer Gate answers with an IAM policy, which is not evaluated here; use payload format 2.0 and simple responses',
    ],
    [
      'a function of another stack',
      { AuthorizerUri: 'arn:aws:lambda:us-east-1:000000000000:function:other' },
      'authorizer Gate does not lead to a Node.js function of the stack',
    ],
    [
      'a cache without a key',
      { IdentitySource: [] },
      'authorizer Gate caches its results and has no identity source to find them by',
    ],
    [
      'a stage variable as identity source',
      { IdentitySource: ['$stageVariables.tenant'] },
      'an authorizer has the identity source $stageVariables.tenant, which is not supported here',
    ],
  ])('are refused with %s', (_, properties, message) => {
    expect(() => read(properties)).toThrow(message);
  });
});
