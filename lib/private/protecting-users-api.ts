import type { IAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { IHttpRouteAuthorizer, IWebSocketRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { AuthorizationMode } from 'aws-cdk-lib/aws-appsync';
import type { ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnIdentitySource } from 'aws-cdk-lib/aws-verifiedpermissions';
import type { aws_verifiedpermissions } from 'aws-cdk-lib/interfaces';
import type {
  AppSyncAuthorizationOptions,
  AuthorizerOptions,
  WebSocketAuthorizerOptions,
} from '../authorizer-options';
import type { AgentCoreAuthorizer, IdentitySourceOptions } from '../verifier-options';
import type { Authorizers } from './gateway/authorizers';
import { namesErrors } from './names-errors';
import { UsersApiBase } from './users-api-base';
import { agentCoreAuthorizer } from './verifiers/agent-core';
import { identitySource } from './verifiers/identity-source';
import { tokenAction } from './verifiers/listener-action';

/**
 * What a users API gives to whatever else is to be protected.
 *
 * @internal
 */
@namesErrors
export abstract class ProtectingUsersApi extends UsersApiBase {
  /** @internal */
  public abstract readonly _authorizers: Authorizers;

  /**
   * An authorizer for routes of your own, of any HTTP API: it lets users of this API pass, and tells your
   * function who calls, by `cdk-users-api/current-user`. Give it to as many routes as you like; all
   * authorizers with the same options share one function.
   *
   * A request without an `Authorization` header is answered 401, unless a backend takes cookies. Any other
   * refusal is 403, since API Gateway has no other answer. `docs/protect-routes.md` has the details.
   *
   * @throws when the options can't work, such as a cache for cookies
   *
   * @example
   * httpApi.addRoutes({
   *   path: '/orders',
   *   integration: new HttpLambdaIntegration('Orders', listOrders),
   *   authorizer: users.authorizer({ verified: true }),
   * });
   */
  public authorizer(options: AuthorizerOptions = {}): IHttpRouteAuthorizer {
    return this._authorizers.authorizer(options);
  }

  /**
   * API Gateway's own authorizer, for routes of your own, of any HTTP API: it verifies the tokens of one
   * backend by their signature, without calling a function. So it doesn't notice that a user was deactivated
   * or deleted, or changed the password, before the token expires: give the backend a short `lifetime`.
   *
   * API Gateway reads the discovery document when it makes the authorizer, so the authorizer waits for the
   * routes that serve it, and for the API's stage if that is known.
   *
   * @param backend name of the backend; the first with RS256 if left out
   * @throws when there is no such backend, or its algorithm is not RS256, the only one that API
   * Gateway verifies
   *
   * @example
   * users.addRoutes({
   *   path: '/orders',
   *   integration: new HttpLambdaIntegration('ListOrders', listOrders),
   *   authorizer: users.jwtAuthorizer(),
   * });
   */
  public jwtAuthorizer(backend?: string): IHttpRouteAuthorizer {
    return this._authorizers.jwtAuthorizer(this, backend);
  }

  /**
   * An authorizer for methods of a REST API of your own, which AWS WAF can protect as well: it lets users of
   * this API pass, and tells your function who calls, by `cdk-users-api/current-user`. Give it to any number
   * of methods of one API, or to `defaultMethodOptions`; call it again for another API. It shares the
   * function with all authorizers of the same options, `authorizer()` included.
   *
   * A request without a valid credential is answered 401, a user who may not pass 403. API Gateway takes an
   * error for 401, so Lambda's own metric `Errors` counts those, and `metrics.errors()` doesn't.
   * `docs/protect/rest-api.md` has the details.
   *
   * @throws when the options can't work, such as a cache for cookies
   *
   * @example
   * const restApi = new RestApi(this, 'Orders', {
   *   defaultMethodOptions: { authorizer: users.restAuthorizer() },
   * });
   */
  public restAuthorizer(options: AuthorizerOptions = {}): IAuthorizer {
    return this._authorizers.restAuthorizer(options);
  }

  /**
   * An authorizer for `$connect` of a WebSocket API of your own: it lets users of this API connect, and tells
   * the functions of all its routes who has connected, by `cdk-users-api/current-user`. The token is in the
   * header `Authorization` or, as browsers can't send that, a subprotocol `bearer.<token>`. With a cookie, the
   * page has to be of the API's own origin or one of `allowedOrigins`. `docs/protect/websocket.md` has the
   * details.
   *
   * Nobody asks again while the connection lasts, at most two hours: a user who is deactivated stays connected.
   *
   * @throws when the options can't work, such as a backend that the API lacks
   *
   * @example
   * new WebSocketApi(this, 'Chat', {
   *   connectRouteOptions: {
   *     integration: new WebSocketLambdaIntegration('Connect', connect),
   *     authorizer: users.webSocketAuthorizer(),
   *   },
   * });
   */
  public webSocketAuthorizer(options: WebSocketAuthorizerOptions = {}): IWebSocketRouteAuthorizer {
    return this._authorizers.webSocketAuthorizer(options);
  }

  /**
   * An authorization mode for a GraphQL API of AppSync in this account and Region: a function lets users of this
   * API pass, and tells resolvers who calls, as `ctx.identity.resolverContext`. It notices at once that a user
   * was deactivated or signed out, unlike `AuthorizationType.OIDC`. `docs/protect/appsync.md` has both.
   *
   * @throws when the options can't work, such as the name of a backend with cookies
   *
   * @example
   * new GraphqlApi(this, 'Orders', {
   *   name: 'orders',
   *   definition: Definition.fromFile('orders.graphql'),
   *   authorizationConfig: { defaultAuthorization: users.appSyncAuthorization() },
   * });
   */
  public appSyncAuthorization(options: AppSyncAuthorizationOptions = {}): AuthorizationMode {
    return this._authorizers.appSyncAuthorization(options);
  }

  /**
   * An action of a listener of an Application Load Balancer: it lets requests pass to the next one that have a
   * token of one backend in `Authorization: Bearer`, and answers others 401. The load balancer verifies
   * signature, issuer, audience and expiry, and calls no function. So it doesn't notice that a user was
   * deactivated or deleted, or changed the password, before the token expires: give the backend a short
   * `lifetime`.
   *
   * Unlike `ListenerAction.authenticateJwt()` it looks at the audience, so that tokens of other backends
   * don't pass. The listener has to be HTTPS.
   *
   * @param next what the load balancer does with requests that pass
   * @param backend name of the backend; the first with RS256 if left out
   * @throws when there is no such backend, or its algorithm is not RS256, the only one that a load balancer
   * verifies
   *
   * @example
   * listener.addAction('Orders', { action: users.listenerAction(ListenerAction.forward([orders])) });
   */
  public listenerAction(next: ListenerAction, backend?: string): ListenerAction {
    return tokenAction(this, this._authorizers.verifiable('listenerAction', backend), next);
  }

  /**
   * An identity source for a policy store of Amazon Verified Permissions: `IsAuthorizedWithToken` then takes
   * access tokens of this API, and the user's id is that of the principal. It is made in the stack of the
   * policy store, after the keys and the discovery document that it reads.
   *
   * @throws when there is no backend with RS256, or `backends` names another one
   *
   * @example
   * users.identitySource(policyStore, { principalEntityType: 'Shop::User' });
   */
  public identitySource(
    policyStore: aws_verifiedpermissions.IPolicyStoreRef,
    options: IdentitySourceOptions = {},
  ): CfnIdentitySource {
    return identitySource(this, this._authorizers, policyStore, options);
  }

  /**
   * What a runtime or a gateway of Amazon Bedrock AgentCore needs to take access tokens of one backend: its
   * inbound JWT authorizer.
   *
   * AgentCore reads the discovery document, so its resource has to come after this construct:
   * `runtime.node.addDependency(users)`.
   *
   * @param backend name of the backend; the first with RS256 if left out
   * @throws when there is no such backend, or its algorithm is not RS256
   *
   * @example
   * runtime.authorizerConfiguration = users.agentCoreAuthorizer();
   * runtime.node.addDependency(users);
   */
  public agentCoreAuthorizer(backend?: string): AgentCoreAuthorizer {
    return agentCoreAuthorizer(
      this.oidc.discoveryUrl,
      this._authorizers.verifiable('agentCoreAuthorizer', backend),
    );
  }
}
