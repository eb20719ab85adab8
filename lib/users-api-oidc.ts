import { accessAudience } from './contract/backend.ts';
import { discovery, jwks } from './contract/keys.ts';
import { knowledgeOf } from './private/knowledge';
import { namesUsersApi } from './private/names-errors';
import { keyPairBackend } from './private/settings/key-pair-backend';
import type { IUsersApiResources } from './users-api-resources';

/**
 * What services need that verify access tokens by themselves, such as a load balancer, AppSync or code on
 * another cloud: tokens of backends with `RS256` or `ES256`, in the words of OpenID Connect. The API issues
 * no ID tokens. `docs/tokens.md` has what to check.
 *
 * @example
 * new CfnIdentitySource(this, 'Users', {
 *   policyStoreId: store.attrPolicyStoreId,
 *   configuration: {
 *     openIdConnectConfiguration: {
 *       issuer: users.oidc.issuer,
 *       tokenSelection: { accessTokenOnly: { audiences: [users.oidc.audience()] } },
 *     },
 *   },
 * });
 */
@namesUsersApi
export class UsersApiOidc {
  /** Of a users API, defined in this app or imported. */
  public static fromUsersApi(users: IUsersApiResources): UsersApiOidc {
    return new UsersApiOidc(users);
  }

  private readonly users: IUsersApiResources;

  private constructor(users: IUsersApiResources) {
    this.users = users;
  }

  /**
   * `iss` of the tokens: the URL of the API.
   *
   * @throws when the API is known to have no backend with `RS256` or `ES256`
   */
  public get issuer(): string {
    this.checkBackend();
    return this.users.url;
  }

  /** URL of the public keys, a JWK Set (RFC 7517). */
  public get jwksUri(): string {
    return `${this.issuer}${jwks.route?.path}`;
  }

  /** URL of the discovery document (OpenID Connect Discovery 1.0, section 4). */
  public get discoveryUrl(): string {
    return `${this.issuer}${discovery.route?.path}`;
  }

  /**
   * `aud` of the tokens of one backend: nothing that a service was issued for another backend passes.
   *
   * @param backend name of the backend; the first with `RS256`, or else with `ES256`, if left out
   * @throws when the API is known to have no such backend, or an import doesn't know which is the first
   */
  public audience(backend?: string): string {
    const { authBackends, defaultAudience } = knowledgeOf(this.users);
    if (authBackends !== undefined) return keyPairBackend(authBackends, backend).audience;
    return backend === undefined ? defaultAudience() : accessAudience(backend);
  }

  private checkBackend(): void {
    const { authBackends } = knowledgeOf(this.users);
    if (authBackends !== undefined) keyPairBackend(authBackends, undefined);
  }
}
