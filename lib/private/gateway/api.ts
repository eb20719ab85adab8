import { Names } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type DomainName,
  HttpApi,
  HttpIntegrationType,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  HttpRouteKey,
  HttpStage,
  type IHttpApi,
  IntegrationCredentials,
  LogGroupLogDestination,
  PayloadFormatVersion,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Caller, Route } from '../../contract/action.ts';
import { acknowledge } from '../acknowledge';
import { given } from '../given';
import { addOutput } from '../outputs';
import type { Settings } from '../settings/settings';
import { usersLogGroup } from '../storage/log-group';
import { cors } from './cors';
import { CustomDomain } from './custom-domain';

/** Requests a second that everyone together may make; `throttle` changes it. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/**
 * A line of the access log. It has the route instead of the path, whose query can contain an address, and
 * nothing that a client can write freely, such as its user agent, as nothing would escape quotes in it.
 */
const ACCESS_LOG = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/** The construct's own API, and what is in front of it. */
export interface OwnApi {
  readonly httpApi: HttpApi;
  readonly stage: HttpStage;
  readonly domainName?: DomainName;
}

/** The construct's own HTTP API, with one stage that every change is deployed to at once. */
export function usersHttpApi(
  scope: Construct,
  settings: Settings,
  throttle: ThrottleSettings = {},
): OwnApi {
  const domain = settings.domain?.kind === 'custom' ? settings.domain : undefined;
  const httpApi = new HttpApi(scope, 'Api', {
    apiName: Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' }),
    createDefaultStage: false,
    corsPreflight: settings.corsOrigins.length === 0 ? undefined : cors(settings),
    ...(domain?.disableExecuteApiEndpoint && { disableExecuteApiEndpoint: true }),
  });
  const logGroup = usersLogGroup(scope, 'AccessLogs', settings);
  const stage = new HttpStage(scope, 'Stage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle: { ...THROTTLE, ...given(throttle) },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    },
  });
  if (domain === undefined) return { httpApi, stage };
  const { domainName } = new CustomDomain(scope, domain, { httpApi, stage });
  if (domain.hostedZone === undefined) {
    addOutput(scope, settings, 'DomainTarget', {
      description: `What ${domain.domainName} has to be an alias of`,
      value: domainName.regionalDomainName,
    });
  }
  return { httpApi, stage, domainName };
}

/** Why API Gateway asks for no authorization on a route for these callers. */
const WITHOUT_AUTHORIZER = {
  anyone:
    'It is how somebody without a credential gets one, or learns with which public keys to verify ' +
    'one, so it is open to anyone. The stage throttles it, and the function reads of the body what ' +
    'its schema names and no more.',
  signedIn:
    'The function verifies the credential before all else, a cookie or a token that can be revoked, ' +
    "against the user's present state; an authorizer of API Gateway knows neither. Tests call each " +
    'such route without a credential, and with one that has ended, and expect 401.',
};

/**
 * An integration that calls a function by a role. `HttpLambdaIntegration` would make a resource for
 * each route that permits API Gateway to call its function.
 */
class FunctionIntegration extends HttpRouteIntegration {
  private readonly handler: IFunction;
  private readonly role: IRole;

  constructor(id: string, handler: IFunction, role: IRole) {
    super(id);
    this.handler = handler;
    this.role = role;
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      credentials: IntegrationCredentials.fromRole(this.role),
    };
  }
}

/** As API Gateway tells routes apart. */
type RouteKey = Pick<Route, 'method' | 'path'>;

/** The routes to one function, which API Gateway calls by a role and which authenticates callers itself. */
export function addRoute(
  scope: Construct,
  httpApi: IHttpApi,
  { keys, caller }: { readonly keys: readonly RouteKey[]; readonly caller: Caller },
  { handler, role }: { readonly handler: IFunction; readonly role: IRole },
): void {
  const integration = new FunctionIntegration('Integration', handler, role);
  for (const [index, { method, path }] of keys.entries()) {
    const route = new HttpRoute(scope, index === 0 ? 'Route' : 'FormRoute', {
      ...{ httpApi, integration },
      routeKey: HttpRouteKey.with(path === '' ? '/' : path, HttpMethod[method]),
      // Else an API's default authorizer would guard register and login.
      authorizer: new HttpNoneAuthorizer(),
      // Else its default scopes would be on the route, and API Gateway refuses scopes without a JWT authorizer.
      authorizationScopes: [],
    });
    acknowledge(route, {
      'AwsSolutions-APIG4': WITHOUT_AUTHORIZER[caller === 'anyone' ? 'anyone' : 'signedIn'],
    });
  }
}
