import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { allowedOrigins } from '../../../lib/contract/action.ts';
import { authorizer, claimFields, requirements } from '../../../lib/contract/sessions.ts';
import type { AuthorizerContext } from '../../../lib/current-user.ts';
import type { SignedIn } from '../../auth/authenticate.ts';
import { authorize } from '../../auth/authorize.ts';
import { authentication } from '../../composition/backends.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { describeError } from '../../describe-error.ts';
import { UsersError } from '../../users/errors.ts';
import { claimsNow, type UserModel } from '../../users/model/user-model.ts';

type Result = APIGatewaySimpleAuthorizerWithContextResult<
  AuthorizerContext | Record<string, never>
>;

/**
 * Authorizes requests to the stack's own routes. API Gateway makes 403 of any refusal and 500 of an
 * error, so only an outage is an error.
 */
export async function make(rt: Runtime) {
  const deps = {
    ...authentication(rt),
    allowedOrigins: rt.get(allowedOrigins),
    requirements: rt.get(requirements),
  };
  const model = { claimFields: rt.get(claimFields) };
  return async (event: APIGatewayRequestAuthorizerEventV2): Promise<Result> => {
    const { headers = {}, cookies, requestContext, routeKey } = event;
    const { requestId: request_id } = requestContext;
    const entry: Record<string, unknown> = { action: authorizer.name, route: routeKey, request_id };
    const identified = (userId: string) => {
      entry.user_id = userId;
    };
    try {
      const signedIn = await authorize(deps, { headers, cookies, requestContext }, identified);
      console.info({ message: 'authorized', ...entry, user_id: signedIn?.caller.user.id });
      return { isAuthorized: true, context: contextOf(model, signedIn) };
    } catch (error) {
      if (error instanceof UsersError && ['UNAUTHORIZED', 'FORBIDDEN'].includes(error.code)) {
        console.info({ message: 'refused', ...entry, code: error.code });
        return { isAuthorized: false, context: {} };
      }
      console.error({ message: 'authorizer failed', ...entry, error: describeError(error) });
      throw error;
    }
  };
}

function contextOf(
  model: Pick<UserModel, 'claimFields'>,
  signedIn: SignedIn | undefined,
): AuthorizerContext {
  if (signedIn === undefined) return { anonymous: true };
  const { caller, claims, backend } = signedIn;
  const { id, email, is_superuser, is_verified } = caller.user;
  return {
    id,
    email,
    is_superuser,
    is_verified,
    claims: {
      ...claimsNow(model, claims.custom, caller.user),
      sub: claims.userId,
      jti: claims.sessionId,
      backend: backend.name,
      ...(claims.proof && { auth_time: claims.proof.authTime, amr: claims.proof.amr }),
    },
  };
}
