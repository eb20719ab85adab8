import type {
  APIGatewayRequestAuthorizerEvent,
  APIGatewayRequestAuthorizerEventV2,
} from 'aws-lambda';
import { type AppSyncAuthorizerEvent, appSyncQuestion } from './app-sync.ts';
import { httpApiQuestion } from './http-api.ts';
import type { Question } from './question.ts';
import { restApiQuestion } from './rest-api.ts';
import { webSocketQuestion } from './web-socket.ts';

/** What asks for authorization. */
export type AuthorizerEvent =
  | APIGatewayRequestAuthorizerEventV2
  | APIGatewayRequestAuthorizerEvent
  | AppSyncAuthorizerEvent;

/**
 * Which service asks is told by what only that service puts into its events.
 *
 * @throws Error for any other event, and so refuses
 */
export function readQuestion(event: AuthorizerEvent): Question {
  if ('version' in event && event.version === '2.0') return httpApiQuestion(event);
  if ('methodArn' in event && event.type === 'REQUEST') {
    const { eventType } = event.requestContext;
    if (eventType === 'CONNECT') return webSocketQuestion(event);
    if (eventType === undefined) return restApiQuestion(event);
  }
  if ('authorizationToken' in event && !('methodArn' in event)) return appSyncQuestion(event);
  throw new Error('the event is of no service that this authorizer knows');
}
