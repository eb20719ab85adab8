import { Stack } from 'aws-cdk-lib';
import type {
  HttpRouteAuthorizerBindOptions,
  HttpRouteAuthorizerConfig,
  IHttpApi,
  IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AuthorizerOptions } from '../../authorizer-options';
import { authorizer } from '../../contract/sessions.ts';
import { ActionFunction } from '../functions/action-function';
import { constructId } from '../functions/construct-id';
import type { Resources } from '../functions/context';
import type { Settings } from '../settings/settings';
import {
  type AskedAuthorizer,
  type AuthorizerSettings,
  settleAuthorizer,
} from './authorizer-settings';
import { leaveOutDefaultScopes } from './default-scopes';
import { type Authority, GatewayAuthorizer } from './gateway-authorizer';
import type { GatewayRoles } from './gateway-roles';
import { type Issuer, JwtRouteAuthorizer, verifiableBackend } from './jwt-authorizer';

/** What authorizers are made from. */
interface Parts {
  readonly settings: Settings;
  readonly resources: Resources;
  readonly roles: GatewayRoles;
}

/** Makes the authorizers of one `UsersApi`: a function for each set of options, which routes share. */
export class Authorizers {
  /** Those that have an authorizer. */
  readonly httpApis = new Set<IHttpApi>();
  private readonly scope: Construct;
  private readonly parts: Parts;
  private readonly functions: Record<string, LambdaFunction>;

  /** @param functions of the API, by name, which those of authorizers are added to */
  constructor(scope: Construct, parts: Parts, functions: Record<string, LambdaFunction>) {
    this.scope = scope;
    this.parts = parts;
    this.functions = functions;
  }

  authorizer(options: AuthorizerOptions): IHttpRouteAuthorizer {
    const settings = settleAuthorizer(options, this.parts.settings);
    return new RouteAuthorizer((httpApi) => {
      this.httpApis.add(httpApi);
      const authority = this.functionFor(settings);
      return { authority, role: this.parts.roles.roleFor(authority) };
    }, settings);
  }

  jwtAuthorizer(users: Issuer, name: string | undefined): IHttpRouteAuthorizer {
    const { authBackends } = this.parts.settings;
    const backend = verifiableBackend(authBackends, name, 'jwtAuthorizer');
    return new JwtRouteAuthorizer(users, backend, (httpApi) => this.httpApis.add(httpApi));
  }

  private functionFor({ name, backends, requirements }: AuthorizerSettings): ActionFunction {
    const id = constructId(name);
    const known = this.scope.node.tryFindChild(id);
    if (known instanceof ActionFunction) return known;
    const { settings, resources } = this.parts;
    const made = new ActionFunction(this.scope, id, {
      action: authorizer,
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
