import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { isSafeMethod } from '../../auth/same-origin.ts';
import type { Question } from './question.ts';

/**
 * A route of an HTTP API, in payload format 2.0 with simple responses. API Gateway makes 403 of any refusal.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function httpApiQuestion(event: APIGatewayRequestAuthorizerEventV2): Question {
  const { headers = {}, cookies, requestContext, routeKey } = event;
  const { domainName, http, requestId } = requestContext;
  const changes = !isSafeMethod(http.method);
  return {
    request: { headers, cookies, requestContext: { domainName }, changes },
    logged: { route: routeKey, request_id: requestId },
    pass: ({ context }) => ({ isAuthorized: true, context }),
    refuse: () => ({ isAuthorized: false, context: {} }),
  };
}
