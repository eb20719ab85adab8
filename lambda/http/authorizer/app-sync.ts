import { toTexts } from '../../../lib/contract/caller-texts.ts';
import type { Question } from './question.ts';

/**
 * The part that is read of what AppSync asks.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
 */
export interface AppSyncAuthorizerEvent {
  /** The header `Authorization`, with or without its scheme. */
  readonly authorizationToken: string;
  readonly requestContext: { readonly apiId: string; readonly requestId?: string };
}

/** An operation of a GraphQL API of AppSync. There are no cookies: it hands on only the token. */
export function appSyncQuestion(event: AppSyncAuthorizerEvent): Question {
  const { authorizationToken: given, requestContext } = event;
  const authorization = /^Bearer /i.test(given) ? given : `Bearer ${given}`;
  return {
    request: { headers: { authorization }, requestContext: {}, changes: true },
    logged: { route: `AppSync ${requestContext.apiId}`, request_id: requestContext.requestId },
    pass: ({ context }) => ({ isAuthorized: true, resolverContext: toTexts(context) }),
    refuse: () => ({ isAuthorized: false }),
  };
}
