import { expect } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ApiMapping,
  type CfnApi,
  type CfnDomainName,
  type CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ClientAddress, UsersApi, UsersDomain } from '../../../lib';
import { functionOf, newStack } from '../support';
import { type Cases, only, propertiesOf, usersApi } from './cases';

const API = 'AWS::ApiGatewayV2::Api';
const STAGE = 'AWS::ApiGatewayV2::Stage';
const ROUTE = 'AWS::ApiGatewayV2::Route';

const certificateIn = (stack: Stack) =>
  Certificate.fromCertificateArn(
    stack,
    'Certificate',
    'arn:aws:acm:eu-central-1:111122223333:certificate/0123',
  );

export const GATEWAY: Cases = {
  'how many requests a second': () => {
    const { stack } = usersApi({ throttle: { rateLimit: 20, burstLimit: 40 } });
    expect(only(stack, STAGE).DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 20,
      ThrottlingBurstLimit: 40,
    });
  },

  'how many at one route': () => {
    const { stack, users } = usersApi();
    const stage = users.stage.node.defaultChild as CfnStage;
    stage.addPropertyOverride('RouteSettings', {
      'POST /users/register': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 },
    });
    expect(Object.keys(only(stack, STAGE).RouteSettings)).toEqual(['POST /users/register']);
  },

  'metrics of each route': () => {
    const { stack, users } = usersApi();
    const stage = users.stage.node.defaultChild as CfnStage;
    stage.addPropertyOverride('DefaultRouteSettings.DetailedMetricsEnabled', true);
    expect(only(stack, STAGE).DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 100,
      DetailedMetricsEnabled: true,
    });
  },

  'stage variables': () => {
    const { stack, users } = usersApi();
    const stage = users.stage.node.defaultChild as CfnStage;
    stage.stageVariables = { color: 'blue' };
    expect(only(stack, STAGE).StageVariables).toEqual({ color: 'blue' });
  },

  'the format of the access log': () => {
    const { stack, users } = usersApi();
    const stage = users.stage.node.defaultChild as CfnStage;
    stage.addPropertyOverride('AccessLogSettings.Format', '$context.requestId $context.status');
    expect(only(stack, STAGE).AccessLogSettings).toMatchObject({
      DestinationArn: expect.anything(),
      Format: '$context.requestId $context.status',
    });
  },

  'origins of front ends': () => {
    const { stack } = usersApi({ allowedOrigins: ['https://app.example.com'] });
    expect(only(stack, API).CorsConfiguration.AllowOrigins).toEqual(['https://app.example.com']);
  },

  'headers that front ends may send': () => {
    const { stack } = usersApi({
      allowedOrigins: ['https://app.example.com'],
      allowedHeaders: ['authorization', 'content-type', 'x-trace'],
    });
    expect(only(stack, API).CorsConfiguration.AllowHeaders).toContain('x-trace');
  },

  'how long browsers keep a preflight': () => {
    const { stack, users } = usersApi({ allowedOrigins: ['https://app.example.com'] });
    const api = users.httpApi.node.defaultChild as CfnApi;
    api.addPropertyOverride('CorsConfiguration.MaxAge', 600);
    expect(only(stack, API).CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://app.example.com'],
      MaxAge: 600,
    });
  },

  'the name of the API': () => {
    const { stack, users } = usersApi();
    const api = users.httpApi.node.defaultChild as CfnApi;
    api.name = 'users';
    expect(only(stack, API).Name).toBe('users');
  },

  'paths of the routes': () => {
    const { stack } = usersApi({ basePath: '/auth' });
    const keys = Object.values(propertiesOf(stack, ROUTE)).map(({ RouteKey }) => RouteKey);
    expect(keys).toContain('POST /auth/register');
  },

  'a custom domain': () => {
    const stack = newStack();
    const certificate = certificateIn(stack);
    new UsersApi(stack, 'Users', {
      domain: UsersDomain.custom({ domainName: 'auth.example.com', certificate }),
    });
    expect(only(stack, 'AWS::ApiGatewayV2::DomainName').DomainName).toBe('auth.example.com');
  },

  'client certificates at the domain': () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', {
      domain: UsersDomain.custom({
        domainName: 'auth.example.com',
        certificate: certificateIn(stack),
      }),
    });
    const domainName = users.domainName?.node.defaultChild as CfnDomainName;
    domainName.mutualTlsAuthentication = { truststoreUri: 's3://trust/clients.pem' };
    expect(only(stack, 'AWS::ApiGatewayV2::DomainName').MutualTlsAuthentication.TruststoreUri).toBe(
      's3://trust/clients.pem',
    );
  },

  'a domain that several APIs share': () => {
    const { stack, users } = usersApi();
    const domainName = DomainName.fromDomainNameAttributes(stack, 'Shared', {
      name: 'api.example.com',
      regionalDomainName: 'd-0123456789.execute-api.eu-central-1.amazonaws.com',
      regionalHostedZoneId: 'Z0123456789ABCDEFGHIJ',
    });
    const { httpApi: api, stage } = users;
    new ApiMapping(stack, 'Mapping', { api, stage, domainName, apiMappingKey: 'auth' });
    expect(stack.resolve(users.url)).toBe('https://api.example.com/auth/users');
  },

  'CloudFront or another proxy in front': () => {
    const { stack, users } = usersApi({ domain: UsersDomain.at('https://www.example.com/users') });
    expect(stack.resolve(users.url)).toBe('https://www.example.com/users');
  },

  'the address of clients behind CloudFront': () => {
    const stack = newStack();
    const secret = new Secret(stack, 'OriginSecret');
    new UsersApi(stack, 'Users', { clientAddress: ClientAddress.cloudFront({ secret }) });
    const { Environment } = functionOf(Template.fromStack(stack), 'UsersLoginJwt');
    expect(Environment.Variables).toHaveProperty('TRUSTED_PROXY');
  },

  'an API of your own': () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Api', { defaultAuthorizer: new HttpIamAuthorizer() });
    new UsersApi(stack, 'Users', { httpApi });
    const routes = Object.values(propertiesOf(stack, ROUTE));
    expect(new Set(routes.map(({ AuthorizationType: type }) => type))).toEqual(new Set(['NONE']));
    Template.fromStack(stack).resourceCountIs(API, 1);
  },

  'a route of your own on the API': () => {
    const { stack, users } = usersApi();
    users.addRoutes({
      path: '/orders',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Orders', 'https://orders.example.com'),
    });
    const route = Object.values(propertiesOf(stack, ROUTE)).find(
      ({ RouteKey }) => RouteKey === 'GET /orders',
    );
    expect(route?.AuthorizationType).toBe('CUSTOM');
  },
};
