import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { carrierOf } from './event-headers.ts';
import { allow, deny, resourcesIn } from './policy.ts';
import type { Question } from './question.ts';

/** In a list of subprotocols (RFC 6455, 11.3.4), behind which comes a token. */
const BEARER = 'bearer.';

/**
 * `$connect` of a WebSocket API. Browsers can send no `Authorization` with it, so the token may be a
 * subprotocol, `bearer.<token>`; it is never taken from the query, which ends up in logs. Any site can
 * connect with a user's cookies, as no CORS protects a WebSocket: the origin is always checked. Every refusal
 * is 403: no page sees the status of a handshake, and 401 would take an error of the function.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export function webSocketQuestion(event: APIGatewayRequestAuthorizerEvent): Question {
  const { domainName, requestId } = event.requestContext;
  const { method } = resourcesIn(event.methodArn);
  const { headers, cookies } = carrierOf(event);
  const { authorization = inSubprotocols(headers['sec-websocket-protocol']) } = headers;
  return {
    request: {
      headers: { ...headers, authorization },
      cookies,
      requestContext: { domainName },
      changes: true,
    },
    logged: { route: '$connect', request_id: requestId },
    pass: ({ context }) => allow(method, context),
    refuse: (refusal) => deny(method, refusal),
  };
}

function inSubprotocols(list = ''): string | undefined {
  const [token, ...others] = list
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol.startsWith(BEARER))
    .map((protocol) => protocol.slice(BEARER.length));
  if (token === undefined) return undefined;
  // Two tokens are none: it isn't known which is meant.
  return `Bearer ${others.length > 0 ? '' : token}`;
}
