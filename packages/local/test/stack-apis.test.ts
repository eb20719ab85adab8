import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../src/cloudformation/template.ts';
import { StartedStacks } from './support/started-stacks.ts';

const { start } = new StartedStacks();

/** An API with one route, which answers with the function's environment, and its endpoint as a variable. */
const second: JsonObject = {
  Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Other', ProtocolType: 'HTTP' } },
  OtherStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Other' }, StageName: 'v1' },
  },
  OtherIntegration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Other' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  },
  OtherRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Other' },
      RouteKey: 'GET /echo',
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'OtherIntegration' }]] },
    },
  },
  Echo: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: {
        ZipFile:
          'exports.handler = async ({ requestContext }) => ({ at: process.env.OTHER, stage: requestContext.stage });',
      },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Environment: { Variables: { OTHER: { 'Fn::GetAtt': ['Other', 'ApiEndpoint'] } } },
    },
  },
};

describe('a stack with several APIs', () => {
  test('serves the HTTP API with the most routes at its port, and another one at its own', async () => {
    const steps: string[] = [];
    const stack = await start(
      { reporter: { step: (action, subject) => steps.push(`${action} ${subject}`) } },
      second,
    );
    const [, url = ''] =
      /^serving Other at (\S+)$/.exec(steps.find((s) => s.startsWith('serving')) ?? '') ?? [];
    const answer = await fetch(`${url}/v1/echo`);
    expect({ status: answer.status, json: await answer.json() }).toEqual({
      status: 200,
      json: { at: url, stage: 'v1' },
    });
    const statusOf = async (at: string, init?: RequestInit) => (await fetch(at, init)).status;
    expect(await statusOf(`${stack.url}/v1/echo`)).toBe(404);
    expect(await statusOf(`${url}/v1/write`, { method: 'POST' })).toBe(404);
    expect(await statusOf(`${stack.url}/write`, { method: 'POST' })).toBe(202);
  });

  test('says of APIs of other kinds that they take no requests here, and runs the rest', async () => {
    const warnings: string[] = [];
    const stack = await start(
      { reporter: { warning: (message) => warnings.push(message) } },
      {
        Chat: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } },
        ChatRoute: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Chat' }, RouteKey: '$connect', AuthorizationType: 'CUSTOM' },
        },
        ChatAuthorizer: {
          Type: 'AWS::ApiGatewayV2::Authorizer',
          Properties: { ApiId: { Ref: 'Chat' }, AuthorizerType: 'REQUEST' },
        },
        Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'rest' } },
        Graph: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'graph' } },
      },
    );
    const why =
      'takes no requests on this machine, which has only HTTP APIs; its functions can be invoked';
    expect(warnings).toEqual([
      `the WebSocket API Chat ${why}`,
      `the REST API Rest ${why}`,
      `the AppSync API Graph ${why}`,
    ]);
    expect((await fetch(`${stack.url}/write`, { method: 'POST' })).status).toBe(202);
  });
});
