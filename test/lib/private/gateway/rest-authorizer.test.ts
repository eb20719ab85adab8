import { describe, expect, test } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  CfnMethod,
  type IAuthorizer,
  MockIntegration,
  type Resource,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AuthBackend, type AuthorizerOptions, UsersApi } from '../../../../lib';
import { newStack, statementsOf } from '../../support';

const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
const bearer: AuthorizerOptions = { backends: ['jwt'] };

function setUp(stack = newStack()) {
  return { stack, users: new UsersApi(stack, 'Users', { authBackends }) };
}

function addMethod(restApi: RestApi, path: string, authorizer: IAuthorizer): void {
  restApi.root.addResource(path).addMethod('GET', new MockIntegration(), { authorizer });
}

const authorizersOf = (template: Template) =>
  Object.entries(template.findResources('AWS::ApiGateway::Authorizer')).map(
    ([id, { Properties }]) => ({ id, ...Properties }),
  );
const functionsOf = (template: Template) =>
  Object.keys(template.findResources('AWS::Lambda::Function')).filter((id) =>
    id.startsWith('UsersAuthorizer'),
  );

describe('UsersApi.restAuthorizer', () => {
  test('asks a function about requests, which API Gateway calls by the role of the API and no permission', () => {
    const { stack, users } = setUp();
    const restApi = new RestApi(stack, 'Rest');
    addMethod(restApi, 'orders', users.restAuthorizer(bearer));
    const template = Template.fromStack(stack);
    const [authorizer, ...others] = authorizersOf(template);
    expect(others).toEqual([]);
    expect(authorizer).toMatchObject({
      Type: 'REQUEST',
      RestApiId: stack.resolve(restApi.restApiId),
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 0,
    });
    const [functionId] = functionsOf(template);
    expect(JSON.stringify(authorizer?.AuthorizerUri)).toContain(`["${functionId}","Arn"]`);
    const { AuthorizerCredentials } = authorizer ?? {};
    expect(statementsOf(template, AuthorizerCredentials['Fn::GetAtt'][0])).toEqual([
      expect.objectContaining({
        Action: 'lambda:InvokeFunction',
        Resource: expect.arrayContaining([{ 'Fn::GetAtt': [functionId, 'Arn'] }]),
      }),
    ]);
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Permission',
      { Principal: 'apigateway.amazonaws.com' },
      0,
    );
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'GET',
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: authorizer?.id },
    });
  });

  test('is one for all methods of an API with the same options, whether they share the object or not', () => {
    const { stack, users } = setUp();
    const restApi = new RestApi(stack, 'Rest', {
      defaultMethodOptions: { authorizer: users.restAuthorizer(bearer) },
    });
    restApi.root.addMethod('GET');
    restApi.root.addMethod('POST');
    addMethod(restApi, 'orders', users.restAuthorizer(bearer));
    const template = Template.fromStack(stack);
    expect(authorizersOf(template)).toHaveLength(1);
    const [authorizer] = authorizersOf(template);
    template.resourcePropertiesCountIs(
      'AWS::ApiGateway::Method',
      { AuthorizerId: { Ref: authorizer?.id } },
      3,
    );
  });

  test('shares its function with an authorizer of an HTTP API that has the same options', () => {
    const { stack, users } = setUp();
    addMethod(new RestApi(stack, 'Rest'), 'orders', users.restAuthorizer(bearer));
    (users.httpApi as HttpApi).addRoutes({
      path: '/own',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Own', 'https://example.com'),
      authorizer: users.authorizer(bearer),
    });
    expect(functionsOf(Template.fromStack(stack))).toHaveLength(1);
  });

  test.each<[string, AuthorizerOptions, object]>([
    [
      'with cookies has no identity source, as such a request lacks the header',
      {},
      { IdentitySource: '' },
    ],
    ['for optional users has none either', { ...bearer, optional: true }, { IdentitySource: '' }],
    [
      'caches for as long as it is told',
      { ...bearer, resultsCacheTtl: Duration.minutes(5) },
      { AuthorizerResultTtlInSeconds: 300, IdentitySource: 'method.request.header.Authorization' },
    ],
  ])('%s', (_, options, expected) => {
    const { stack, users } = setUp();
    addMethod(new RestApi(stack, 'Rest'), 'orders', users.restAuthorizer(options));
    expect(authorizersOf(Template.fromStack(stack))).toMatchObject([expected]);
  });

  test('makes another deployment when it changes, after the authorizer', () => {
    const deploymentOf = (options: AuthorizerOptions) => {
      const { stack, users } = setUp();
      addMethod(new RestApi(stack, 'Rest'), 'orders', users.restAuthorizer(options));
      const template = Template.fromStack(stack);
      const [[id, deployment] = ['', { DependsOn: [] }]] = Object.entries(
        template.findResources('AWS::ApiGateway::Deployment'),
      );
      expect(deployment.DependsOn).toContain(authorizersOf(template)[0]?.id);
      return id;
    };
    const id = deploymentOf(bearer);
    expect(deploymentOf(bearer)).toBe(id);
    const [longer, shorter] = [Duration.minutes(2), Duration.minutes(1)].map((resultsCacheTtl) => ({
      ...bearer,
      resultsCacheTtl,
    }));
    expect(deploymentOf(longer ?? {})).not.toBe(deploymentOf(shorter ?? {}));
  });

  test('of an API in another stack is in that stack, which depends on that of the users and not the other way', () => {
    const app = new App({ treeMetadata: false });
    const { stack, users } = setUp(new Stack(app, 'UsersStack'));
    const own = new Stack(app, 'OwnStack');
    addMethod(new RestApi(own, 'Rest'), 'orders', users.restAuthorizer());
    const template = Template.fromStack(own);
    expect(authorizersOf(template)).toMatchObject([
      {
        AuthorizerCredentials: { 'Fn::ImportValue': expect.stringContaining('GatewayRole') },
      },
    ]);
    template.resourceCountIs('AWS::Lambda::Permission', 0);
    expect(own.dependencies).toContain(stack);
    expect(stack.dependencies).toEqual([]);
  });

  test('makes nothing before it has a method', () => {
    const idsOf = ({ stack }: { readonly stack: Stack }) =>
      Object.keys(Template.fromStack(stack).toJSON().Resources);
    const asked = setUp();
    asked.users.restAuthorizer();
    expect(idsOf(asked)).toEqual(idsOf(setUp()));
  });

  test('is refused for two APIs, since a method asks for its id before it says which it is of', () => {
    const { stack, users } = setUp();
    const authorizer = users.restAuthorizer();
    addMethod(new RestApi(stack, 'One'), 'orders', authorizer);
    expect(() => addMethod(new RestApi(stack, 'Two'), 'orders', authorizer)).toThrow(
      'Test/Users: restAuthorizer: got methods of Test/One and Test/Two, expected methods of one REST API; call users.restAuthorizer() again for the other one; both share a function',
    );
  });

  test('is refused where nothing says which API it is of', () => {
    const { stack, users } = setUp();
    const restApi = new RestApi(stack, 'Rest');
    const resource: Resource = restApi.root.addResource('orders');
    resource.addMethod('GET');
    new CfnMethod(stack, 'Method', {
      restApiId: restApi.restApiId,
      resourceId: resource.resourceId,
      httpMethod: 'POST',
      authorizerId: users.restAuthorizer().authorizerId,
    });
    expect(() => Template.fromStack(stack)).toThrow(
      'Test/Users: restAuthorizer: got no method of a RestApi that has it, expected a method, or defaultMethodOptions of a RestApi; give it as authorizer to addMethod()',
    );
  });

  test('is refused with options that can not work, as an authorizer of an HTTP API is', () => {
    const { users } = setUp();
    expect(() => users.restAuthorizer({ resultsCacheTtl: Duration.minutes(1) })).toThrow(
      'Test/Users: resultsCacheTtl: got a cache together with the cookie backend "cookie"',
    );
  });

  test('counts among the ten that API Gateway takes of an API', () => {
    const { stack, users } = setUp();
    const restApi = new RestApi(stack, 'Rest');
    for (let seconds = 1; seconds <= 11; seconds++) {
      const resultsCacheTtl = Duration.seconds(seconds);
      addMethod(restApi, `own${seconds}`, users.restAuthorizer({ ...bearer, resultsCacheTtl }));
    }
    expect(() => Template.fromStack(stack)).toThrow('authorizer: got 11 authorizers of Test/Rest');
  });
});
