import { Duration, Names, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpApi,
  LogGroupLogDestination,
  PayloadFormatVersion,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Action } from './actions';
import type { Settings } from './settings';

/** Requests a second that everyone together may make; `throttle` changes it. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/**
 * A line of the access log. The route stands for the path, whose query can hold an address; what a
 * client can write freely, such as its user agent, is left out, as nothing would escape quotes in it.
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

/** The construct's own HTTP API, with one stage that every change is deployed to at once. */
export function usersHttpApi(
  scope: Construct,
  settings: Settings,
  throttle: ThrottleSettings | undefined,
): HttpApi {
  const httpApi = new HttpApi(scope, 'Api', {
    apiName: Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' }),
    createDefaultStage: false,
    corsPreflight: settings.allowedOrigins.length === 0 ? undefined : cors(settings),
  });
  const logGroup = new LogGroup(scope, 'AccessLogs', {
    retention: settings.logRetention,
    removalPolicy: settings.removalPolicy,
  });
  new HttpStage(scope, 'Stage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle: { ...THROTTLE, ...throttle },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    },
  });
  return httpApi;
}

function cors({ allowedOrigins }: Settings) {
  return {
    allowOrigins: [...allowedOrigins],
    allowCredentials: true,
    allowMethods: [
      CorsHttpMethod.GET,
      CorsHttpMethod.POST,
      CorsHttpMethod.PATCH,
      CorsHttpMethod.DELETE,
    ],
    allowHeaders: ['authorization', 'content-type'],
    exposeHeaders: ['link', 'retry-after', 'x-request-id'],
    // The longest that Chromium keeps the answer to a preflight.
    maxAge: Duration.hours(2),
  };
}

/** One route to one function, which authenticates callers itself. */
export function addRoute(
  scope: Construct,
  httpApi: IHttpApi,
  route: NonNullable<Action['route']>,
  handler: IFunction,
): void {
  new HttpRoute(scope, 'Route', {
    httpApi,
    routeKey: HttpRouteKey.with(route.path === '' ? '/' : route.path, HttpMethod[route.method]),
    integration: new HttpLambdaIntegration('Integration', handler, {
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    }),
    // Else an API's default authorizer would stand before register and login.
    authorizer: new HttpNoneAuthorizer(),
  });
}

/** Where the API answers, without a slash at the end. */
export function endpointOf(scope: Construct, httpApi: IHttpApi): string {
  try {
    return httpApi.apiEndpoint;
  } catch {
    // It was imported without its endpoint, or has that switched off in favour of its own domain.
    const { urlSuffix } = Stack.of(scope);
    return `https://${httpApi.apiId}.execute-api.${httpApi.env.region}.${urlSuffix}`;
  }
}
