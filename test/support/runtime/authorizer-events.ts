/** What the services of AWS ask an authorizer, in the shapes that their documents show. */
import type {
  APIGatewayRequestAuthorizerEvent,
  APIGatewayRequestAuthorizerEventV2,
} from 'aws-lambda';
import type { AppSyncAuthorizerEvent } from '../../../lambda/http/authorizer/app-sync.ts';
import { apiEvent, type TestRequest } from './api-event.ts';

export const STAGE_ARN = 'arn:aws:execute-api:eu-central-1:111122223333:abcd1234/prod';

/** Headers as a client wrote them, each as often as it did. */
type SentHeaders = Readonly<Record<string, string | string[]>>;

export interface SentRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: SentHeaders;
}

export function httpApiAuthorizerEvent(request: TestRequest): APIGatewayRequestAuthorizerEventV2 {
  const { body: _, isBase64Encoded: __, ...event } = apiEvent(request);
  const { method } = event.requestContext.http;
  return {
    ...event,
    type: 'REQUEST',
    routeArn: `${STAGE_ARN}/${method}${event.rawPath}`,
    identitySource: [],
  } as unknown as APIGatewayRequestAuthorizerEventV2;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
export function restApiAuthorizerEvent(
  request: SentRequest = {},
): APIGatewayRequestAuthorizerEvent {
  const { method = 'GET', path = '/orders' } = request;
  return {
    type: 'REQUEST',
    methodArn: `${STAGE_ARN}/${method}${path}`,
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    ...headersOf(request),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '111122223333',
      apiId: 'abcd1234',
      domainName: 'rest.example.com',
      httpMethod: method,
      path: `/prod${path}`,
      requestId: 'request-2',
      resourcePath: '/{proxy+}',
      stage: 'prod',
    },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html */
export function webSocketAuthorizerEvent(
  headers: SentHeaders = {},
): APIGatewayRequestAuthorizerEvent {
  return {
    type: 'REQUEST',
    methodArn: `${STAGE_ARN}/$connect`,
    ...headersOf({ headers }),
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    stageVariables: {},
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      extendedRequestId: 'extended-1',
      messageDirection: 'IN',
      stage: 'prod',
      connectedAt: 1_767_225_600_000,
      requestId: 'request-3',
      domainName: 'socket.example.com',
      connectionId: 'connection-1',
      apiId: 'abcd1234',
    },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}

/** @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization */
export function appSyncAuthorizerEvent(authorizationToken: string): AppSyncAuthorizerEvent {
  return {
    authorizationToken,
    requestContext: {
      apiId: 'graphql1234',
      accountId: '111122223333',
      requestId: 'request-4',
      queryString: 'query Q { orders { id } }',
      operationName: 'Q',
      variables: {},
    },
    requestHeaders: { authorization: authorizationToken, host: 'graphql.example.com' },
  } as AppSyncAuthorizerEvent;
}

function headersOf({ headers = {} }: SentRequest) {
  const all = Object.entries(headers).map(([name, value]) => [name, [value].flat()] as const);
  return {
    // API Gateway keeps the last of several.
    headers: Object.fromEntries(all.map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(all),
  };
}
