import type { StackScope } from '../cloudformation/stack-scope.ts';
import type { Json, JsonObject, Template } from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';
import { calledBy, type FunctionDirectory } from '../lambda/function-directory.ts';
import type { Authorizer } from './authorizer.ts';
import { checkRole } from './credentials.ts';
import { identitySource } from './identity-source.ts';
import { JwtAuthorizer } from './jwt-authorizer.ts';
import { LambdaAuthorizer } from './lambda-authorizer.ts';

/**
 * The authorizers of an API, by their ids.
 *
 * @param authorizers with their properties resolved
 * @throws {LocalError} `UNSUPPORTED` for one of another kind, or with another form of request or answer,
 * `INVALID_TEMPLATE` for a role by which API Gateway may not call the function
 */
export function readAuthorizers(
  authorizers: readonly { readonly logicalId: string; readonly properties: JsonObject }[],
  template: Template,
  scope: StackScope,
  functions: FunctionDirectory,
): ReadonlyMap<string, Authorizer> {
  return new Map(
    authorizers.map(({ logicalId, properties }) => [
      String(scope.ref(logicalId)),
      readAuthorizer(logicalId, properties, functions, (role, calls) =>
        checkRole(template, scope, { who: `authorizer ${logicalId}`, role, calls }),
      ),
    ]),
  );
}

function readAuthorizer(
  logicalId: string,
  properties: JsonObject,
  functions: FunctionDirectory,
  check: (role: Json | undefined, functionArn: string) => void,
): Authorizer {
  const { AuthorizerType, AuthorizerPayloadFormatVersion, EnableSimpleResponses } = properties;
  const { AuthorizerUri, IdentitySource = [], AuthorizerResultTtlInSeconds = 0 } = properties;
  if (AuthorizerType === 'JWT') return new JwtAuthorizer(properties);
  if (AuthorizerType !== 'REQUEST') {
    throw unsupported(logicalId, `is of type ${AuthorizerType}; JWT and REQUEST run here`);
  }
  if (AuthorizerPayloadFormatVersion !== '2.0' || EnableSimpleResponses !== true) {
    throw unsupported(
      logicalId,
      'answers with an IAM policy, which is not evaluated here; use payload format 2.0 and simple responses',
    );
  }
  const called = functions.find(String(AuthorizerUri));
  if (called === undefined) {
    throw unsupported(logicalId, 'does not lead to a Node.js function of the stack');
  }
  check(properties.AuthorizerCredentialsArn, calledBy(String(AuthorizerUri)));
  const expressions = Array.isArray(IdentitySource) ? IdentitySource.map(String) : [];
  const ttl = Number(AuthorizerResultTtlInSeconds) * 1000;
  if (ttl > 0 && expressions.length === 0) {
    throw new LocalError(
      'INVALID_TEMPLATE',
      `authorizer ${logicalId} caches its results and has no identity source to find them by`,
    );
  }
  return new LambdaAuthorizer({
    function: called,
    identitySources: expressions.map(identitySource),
    ttl,
  });
}

function unsupported(logicalId: string, what: string): LocalError {
  return new LocalError('UNSUPPORTED', `authorizer ${logicalId} ${what}`);
}
