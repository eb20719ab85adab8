import { AspectPriority, Aspects, type IAspect } from 'aws-cdk-lib';
import { CfnRoute, type IHttpApi, type IHttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';
import { Found, UsersApiError } from '../errors';
import { isOf } from '../is-of';

/**
 * Takes the default scopes of an API off a route whose authorizer can't look at them: API Gateway refuses scopes
 * without a JWT authorizer. They are put there after the authorizer was asked, by the API or by the route.
 */
export function leaveOutDefaultScopes(route: IHttpRoute): void {
  Aspects.of(route).add(new WithoutDefaultScopes(route.httpApi), {
    priority: AspectPriority.MUTATING,
  });
}

const isRoute = isOf(CfnRoute);

class WithoutDefaultScopes implements IAspect {
  private readonly httpApi: IHttpApi;

  constructor(httpApi: IHttpApi) {
    this.httpApi = httpApi;
  }

  visit(node: IConstruct): void {
    if (!isRoute(node) || node.authorizationScopes === undefined) return;
    const defaults = this.httpApi.defaultAuthorizationScopes ?? [];
    const scopes = node.authorizationScopes;
    // The same as the defaults may come from there: a route of the CDK doesn't say.
    const areDefaults = defaults.every((scope) => scopes.includes(scope));
    if (!areDefaults || scopes.length !== new Set(defaults).size) throw scopesOf(node, scopes);
    node.authorizationScopes = undefined;
  }
}

/** Somebody meant them to keep callers out, so they don't go without a word. */
function scopesOf({ node }: CfnRoute, scopes: readonly string[]): UsersApiError {
  return new UsersApiError('authorizationScopes', {
    got: new Found(
      `${scopes.map((each) => JSON.stringify(each)).join(', ')} for ${node.path.replace(/\/Resource$/, '')}`,
    ),
    expected:
      'none beside users.authorizer(), as API Gateway takes scopes only with a JWT authorizer',
    fix: 'leave them out, or protect the route with users.jwtAuthorizer()',
  });
}
