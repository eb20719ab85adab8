import { allowedOrigins } from '../../../lib/contract/action.ts';
import { STEP_UP_REFUSALS, secondFactors } from '../../../lib/contract/factors.ts';
import { authorizer, claimFields, requirements } from '../../../lib/contract/sessions.ts';
import type { AuthorizerContext } from '../../../lib/current-user.ts';
import type { SignedIn } from '../../auth/authenticate.ts';
import { authorize } from '../../auth/authorize.ts';
import { authentication } from '../../composition/backends.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { describeError } from '../../describe-error.ts';
import { type AuthorizerEvent, readQuestion } from '../../http/authorizer/read-question.ts';
import { UsersError } from '../../users/errors.ts';
import { claimsNow, type UserModel } from '../../users/model/user-model.ts';
import { proofClaims } from '../../users/proof.ts';

/** What keeps out a caller who is known. */
const FORBIDDING = ['FORBIDDEN', 'REAUTHENTICATION_REQUIRED', ...STEP_UP_REFUSALS] as const;

/**
 * Authorizes requests to the stack's own routes. Who asks makes 500 of an error that isn't a refusal, so only
 * an outage is one.
 */
export async function make(rt: Runtime) {
  const deps = {
    ...authentication(rt),
    allowedOrigins: rt.get(allowedOrigins),
    requirements: rt.get(requirements),
    secondFactors: rt.get(secondFactors),
  };
  const model = { claimFields: rt.get(claimFields) };
  return async (event: AuthorizerEvent): Promise<object> => {
    const question = readQuestion(event);
    const entry: Record<string, unknown> = { action: authorizer.name, ...question.logged };
    let userId: string | undefined;
    const identified = (id: string) => {
      userId = id;
    };
    let signedIn: SignedIn | undefined;
    try {
      signedIn = await authorize(deps, question.request, identified);
    } catch (error) {
      const logged = { ...entry, ...(userId !== undefined && { user_id: userId }) };
      const { code } = error instanceof UsersError ? error : {};
      if (code === 'UNAUTHORIZED' || FORBIDDING.some((each) => each === code)) {
        console.info({ message: 'refused', ...logged, code });
        const isKnown = code !== 'UNAUTHORIZED';
        return question.refuse({ code: isKnown ? 'FORBIDDEN' : code, userId });
      }
      console.error({ message: 'authorizer failed', ...logged, error: describeError(error) });
      throw error;
    }
    console.info({ message: 'authorized', ...entry, user_id: signedIn?.caller.user.id });
    const ambient = signedIn?.backend.transport.ambient ?? false;
    return question.pass({ context: contextOf(model, signedIn), ambient });
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
      ...(claims.proof && proofClaims(claims.proof)),
    },
  };
}
