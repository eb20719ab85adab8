import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { isSafeMethod } from '../../auth/same-origin.ts';
import { UnauthorizedError } from '../errors.ts';
import { carrierOf } from './event-headers.ts';
import { allow, deny, resourcesIn } from './policy.ts';
import type { Question } from './question.ts';

/**
 * A method of a REST API, which is answered with a policy. API Gateway may apply it to other methods as well,
 * if it keeps results: it finds them only by the token. So a policy for a token is about the whole stage. Who
 * the user is doesn't depend on the method, and what users must be is the same for all methods that share an
 * authorizer. What does depend on the method, or has no token, is about that method.
 *
 * Without a valid credential it fails, which API Gateway answers 401; a policy that denies is 403.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
export function restApiQuestion(event: APIGatewayRequestAuthorizerEvent): Question {
  const { httpMethod, resource } = event;
  const { domainName, requestId } = event.requestContext;
  const { stage, method } = resourcesIn(event.methodArn);
  return {
    request: {
      ...carrierOf(event),
      requestContext: { domainName },
      changes: !isSafeMethod(httpMethod),
    },
    logged: { route: `${httpMethod} ${resource}`, request_id: requestId },
    pass: ({ context, ambient }) =>
      allow(ambient || 'anonymous' in context ? method : stage, context),
    refuse(refusal) {
      if (refusal.code === 'UNAUTHORIZED') throw new UnauthorizedError();
      return deny(stage, refusal);
    },
  };
}
