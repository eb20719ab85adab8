import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IHttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AuthBackend } from '../../auth-backend';
import type { AuthorizerOptions } from '../../authorizer-options';
import { accessAudience } from '../../contract/backend.ts';
import { Found, UsersApiError } from '../errors';
import { askAuthorizer } from './authorizer-settings';
import { RouteAuthorizer } from './authorizers';
import { GatewayRoles } from './gateway-roles';
import { JwtRouteAuthorizer } from './jwt-authorizer';
import { type Issuer, type Verifiable, verifiableBackends } from './verifiable';

/** What authorizers of an import are made from. */
interface Known {
  readonly authBackends: readonly AuthBackend[] | undefined;
  functionNamed(name: string): IFunction;
  defaultAudience(): string;
}

/**
 * The authorizers of an imported API: those of its own functions, called by a role of the importing stack,
 * and API Gateway's own.
 */
export class ImportedAuthorizers {
  /** Those that have an authorizer. */
  readonly httpApis = new Set<IHttpApi>();
  private readonly users: Issuer;
  private readonly known: Known;
  private readonly roles: GatewayRoles;

  constructor(users: Issuer, known: Known) {
    this.users = users;
    this.known = known;
    this.roles = new GatewayRoles(users);
  }

  authorizer(options: AuthorizerOptions): IHttpRouteAuthorizer {
    const asked = askAuthorizer(options, this.known.authBackends);
    const authority = this.known.functionNamed(asked.name);
    checkReach(asked.name, authority, Stack.of(this.users));
    return new RouteAuthorizer((httpApi) => {
      this.httpApis.add(httpApi);
      return { authority, entry: authority, role: this.roles.roleFor(authority) };
    }, asked);
  }

  jwtAuthorizer(name: string | undefined): IHttpRouteAuthorizer {
    const backend = this.verifiable(name);
    return new JwtRouteAuthorizer(this.users, backend, (httpApi) => this.httpApis.add(httpApi));
  }

  private verifiable(name: string | undefined): Verifiable {
    const { authBackends } = this.known;
    if (authBackends !== undefined) {
      const names = name === undefined ? undefined : [name];
      return verifiableBackends(authBackends, names, 'jwtAuthorizer')[0];
    }
    if (name === undefined) return { audience: this.known.defaultAudience() };
    return { name, audience: accessAudience(name) };
  }
}

/**
 * A function of another account would have to let this one's role call it, which the import can't see to;
 * and API Gateway calls functions of its own Region.
 */
function checkReach(name: string, { env }: IFunction, { account, region }: Stack): void {
  const apart = (one: string, other: string) =>
    Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
  if (!apart(env.account, account) && !apart(env.region, region)) return;
  throw new UsersApiError(`functions["${name}"]`, {
    got: new Found(`a function of ${env.account} in ${env.region}`),
    expected: `one of the importing stack's account and Region, ${account} and ${region}`,
    fix: 'use jwtAuthorizer(), which verifies tokens only by issuer and audience',
  });
}
