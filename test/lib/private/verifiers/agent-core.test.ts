import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnGateway, CfnRuntime } from 'aws-cdk-lib/aws-bedrockagentcore';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

function setUp() {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    authBackends: [
      AuthBackend.jwt({ name: 'web', algorithm: JwtAlgorithm.ES256 }),
      AuthBackend.jwt(),
      AuthBackend.jwt({ name: 'agents' }),
    ],
  });
  return { stack, users };
}

describe('UsersApi.agentCoreAuthorizer', () => {
  test('has a runtime of AgentCore take the tokens of one backend', () => {
    const { stack, users } = setUp();
    new CfnRuntime(stack, 'Runtime', {
      agentRuntimeName: 'agent',
      agentRuntimeArtifact: { containerConfiguration: { containerUri: 'example' } },
      networkConfiguration: { networkMode: 'PUBLIC' },
      roleArn: 'arn:aws:iam::111122223333:role/agent',
      authorizerConfiguration: users.agentCoreAuthorizer(),
    });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AuthorizerConfiguration: {
        CustomJWTAuthorizer: {
          DiscoveryUrl: stack.resolve(`${users.url}/.well-known/openid-configuration`),
          AllowedAudience: ['users-api:access:jwt'],
        },
      },
    });
  });

  test('has a gateway of AgentCore take those of another', () => {
    const { stack, users } = setUp();
    new CfnGateway(stack, 'Gateway', {
      name: 'tools',
      authorizerType: 'CUSTOM_JWT',
      protocolType: 'MCP',
      roleArn: 'arn:aws:iam::111122223333:role/gateway',
      authorizerConfiguration: users.agentCoreAuthorizer('agents'),
    });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Gateway', {
      AuthorizerConfiguration: {
        CustomJWTAuthorizer: { AllowedAudience: ['users-api:access:agents'] },
      },
    });
  });

  test('gives a discovery URL of the form that AgentCore asks for', () => {
    const { discoveryUrl } = setUp().users.agentCoreAuthorizer().customJwtAuthorizer;
    expect(discoveryUrl).toMatch(/^.+\/\.well-known\/openid-configuration$/);
  });

  test('is refused for a backend with another algorithm', () => {
    expect(() => setUp().users.agentCoreAuthorizer('web')).toThrow(
      'Test/Users: agentCoreAuthorizer: got "web" for web with ES256, jwt with RS256, agents with RS256',
    );
  });
});
