import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import type { AuthorizerContext } from '../../lib/current-user.ts';
import type { SignedIn } from '../auth/authenticate.ts';
import { authorize } from '../auth/authorize.ts';
import { authentication, environment } from '../composition.ts';
import { describeError } from '../describe-error.ts';
import { UsersError } from '../users/errors.ts';

const deps = {
  ...authentication(),
  allowedOrigins: environment.allowedOrigins(),
  requirements: environment.requirements(),
};

/**
 * Stands before a route of the stack's own. API Gateway makes 403 of a refusal, whatever its reason, and
 * 500 of an error, so no more than an outage is one.
 */
export async function handler(
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext | Record<string, never>>> {
  const { headers = {}, cookies, requestContext, routeKey } = event;
  const entry = { action: 'authorizer', route: routeKey, request_id: requestContext.requestId };
  try {
    const signedIn = await authorize(deps, { headers, cookies, requestContext });
    console.info({ message: 'authorized', ...entry, user_id: signedIn?.caller.user.id });
    return { isAuthorized: true, context: contextOf(signedIn) };
  } catch (error) {
    if (error instanceof UsersError && ['UNAUTHORIZED', 'FORBIDDEN'].includes(error.code)) {
      console.info({ message: 'refused', ...entry, code: error.code });
      return { isAuthorized: false, context: {} };
    }
    console.error({ message: 'authorizer failed', ...entry, error: describeError(error) });
    throw error;
  }
}

function contextOf(signedIn: SignedIn | undefined): AuthorizerContext {
  if (signedIn === undefined) return { anonymous: true };
  const { caller, claims, backend } = signedIn;
  const { id, email, is_superuser, is_verified } = caller.user;
  return {
    id,
    email,
    is_superuser,
    is_verified,
    claims: { ...claims.custom, sub: claims.userId, jti: claims.sessionId, backend: backend.name },
  };
}
