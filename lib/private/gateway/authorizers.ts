import { Annotations, Stack } from 'aws-cdk-lib';
import type { IAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type {
  HttpRouteAuthorizerBindOptions,
  HttpRouteAuthorizerConfig,
  IHttpApi,
  IHttpRouteAuthorizer,
  IWebSocketRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { AuthorizationMode } from 'aws-cdk-lib/aws-appsync';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import type {
  AppSyncAuthorizationOptions,
  AuthorizerOptions,
  WebSocketAuthorizerOptions,
} from '../../authorizer-options';
import { authorizer } from '../../contract/sessions.ts';
import { ActionFunction } from '../functions/action-function';
import { constructId } from '../functions/construct-id';
import type { Resources } from '../functions/context';
import type { GuardedApi } from '../limits/authorizers';
import type { Settings } from '../settings/settings';
import { appSyncMode } from './app-sync-authorization';
import type { Authority } from './authority';
import {
  type AskedAuthorizer,
  type AuthorizerSettings,
  askedName,
  settleAuthorizer,
  settleForTokens,
} from './authorizer-settings';
import { leaveOutDefaultScopes } from './default-scopes';
import { GatewayAuthorizer } from './gateway-authorizer';
import type { GatewayRoles } from './gateway-roles';
import { JwtRouteAuthorizer } from './jwt-authorizer';
import { RestMethodAuthorizer } from './rest-authorizer';
import { type Issuer, type VerifiableBackends, verifiableBackends } from './verifiable';
import { ConnectAuthorizer } from './web-socket-authorizer';

/** What authorizers are made from. */
interface Parts {
  readonly settings: Settings;
  readonly resources: Resources;
  readonly roles: GatewayRoles;
}

/** Where functions are published, by the names that imports ask for them by. */
interface Publication {
  addFunction(name: string, handler: IFunction): void;
}

/** It verifies a token by signature, issuer and audience, and never looks at `acr`. */
function warnOfUnaskedFactor(users: Construct): void {
  Annotations.of(users).addWarningV2(
    'cdk-users-api:jwtAuthorizerWithoutFactor',
    'jwtAuthorizer: got a route of an API with requireMfa, expected users.authorizer(), which asks for the second factor; API Gateway ' +
      'lets tokens of one factor pass, unless your function looks at the claim acr',
  );
}

/** Makes the authorizers of one `UsersApi`: a function for each set of options, which routes share. */
export class Authorizers {
  /** Those that have an authorizer. */
  readonly apis = new Set<GuardedApi>();
  private readonly scope: Construct;
  private readonly parts: Parts;
  private readonly functions: Record<string, LambdaFunction>;
  private restAuthorizers = 0;
  private publication: Publication | undefined;

  /** @param functions of the API, by name, which those of authorizers are added to */
  constructor(scope: Construct, parts: Parts, functions: Record<string, LambdaFunction>) {
    this.scope = scope;
    this.parts = parts;
    this.functions = functions;
  }

  authorizer(options: AuthorizerOptions): IHttpRouteAuthorizer {
    const settings = settleAuthorizer(options, this.parts.settings);
    this.publication?.addFunction(askedName(options), this.functionFor(settings).entry);
    return new RouteAuthorizer((httpApi) => this.authorityOf(settings, httpApi), settings);
  }

  /**
   * Publishes the functions of all authorizers from now on, for imports that ask for the same options; that
   * of no options is made at once, whether this stack has a route for it or not.
   */
  publishTo(publication: Publication): void {
    this.publication = publication;
    this.authorizer({});
  }

  jwtAuthorizer(users: Issuer, name: string | undefined): IHttpRouteAuthorizer {
    const backend = this.verifiable('jwtAuthorizer', name);
    if (this.parts.settings.requireMfa !== undefined) warnOfUnaskedFactor(this.scope);
    return new JwtRouteAuthorizer(users, backend, (httpApi) => this.apis.add(httpApi));
  }

  restAuthorizer(options: AuthorizerOptions): IAuthorizer {
    const settings = settleAuthorizer(options, this.parts.settings);
    this.restAuthorizers += 1;
    // It makes no resource below itself, so no logical id depends on the number.
    const id = `RestAuthorizer${this.restAuthorizers}`;
    return new RestMethodAuthorizer(this.scope, id, settings, (restApi) =>
      this.authorityOf(settings, restApi),
    );
  }

  webSocketAuthorizer(options: WebSocketAuthorizerOptions): IWebSocketRouteAuthorizer {
    const settings = settleAuthorizer(options, this.parts.settings);
    return new ConnectAuthorizer((webSocketApi) => this.authorityOf(settings, webSocketApi));
  }

  appSyncAuthorization(options: AppSyncAuthorizationOptions): AuthorizationMode {
    const settings = settleForTokens(options, this.parts.settings);
    return appSyncMode(this.functionFor(settings), settings.ttl);
  }

  /** The backend of this name, or the first, whose tokens others than the API can verify. */
  verifiable(asked: string, name: string | undefined): AuthBackend {
    const [first] = this.allVerifiable(asked, name === undefined ? undefined : [name]);
    return first;
  }

  /** As above, of all these names. */
  allVerifiable(asked: string, names: readonly string[] | undefined): VerifiableBackends {
    return verifiableBackends(this.parts.settings.authBackends, names, asked);
  }

  private authorityOf(settings: AuthorizerSettings, api: GuardedApi): Authority {
    this.apis.add(api);
    const authority = this.functionFor(settings);
    const { entry } = authority;
    return { authority, entry, role: this.parts.roles.roleFor(entry) };
  }

  private functionFor({ name, backends, requirements }: AuthorizerSettings): ActionFunction {
    const id = constructId(name);
    const known = this.scope.node.tryFindChild(id);
    if (known instanceof ActionFunction) return known;
    const { settings, resources } = this.parts;
    const made = new ActionFunction(this.scope, {
      action: authorizer,
      name,
      settings,
      resources,
      backends,
      requirements,
    });
    this.functions[name] = made;
    return made;
  }
}

/** For any number of routes, of any number of APIs. It makes nothing before it has one. */
export class RouteAuthorizer implements IHttpRouteAuthorizer {
  private readonly authority: (httpApi: IHttpApi) => Authority;
  private readonly settings: AskedAuthorizer;

  constructor(authority: (httpApi: IHttpApi) => Authority, settings: AskedAuthorizer) {
    this.authority = authority;
    this.settings = settings;
  }

  bind({ route, scope }: HttpRouteAuthorizerBindOptions): HttpRouteAuthorizerConfig {
    const { httpApi } = route;
    leaveOutDefaultScopes(route);
    const { authorizerId } = GatewayAuthorizer.for(Stack.of(scope), {
      ...this.settings,
      ...this.authority(httpApi),
      httpApi,
    });
    return { authorizerId, authorizationType: 'CUSTOM' };
  }
}
