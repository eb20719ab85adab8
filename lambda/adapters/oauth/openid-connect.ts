import {
  type AuthorizationServer,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  discoveryRequest,
  getValidatedIdTokenClaims,
  type IDToken,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
} from 'oauth4webapi';
import type { OAuthAttempt, OAuthIdentity, OAuthProvider } from '../../users/oauth/provider.ts';
import { authorizationUrl, type ClientOptions, exchangeCode, judged } from './code-flow.ts';
import { type RequestOptions, requestOptions } from './requests.ts';

export interface OpenIdConnectOptions extends ClientOptions {
  readonly issuer: string;
  readonly addresses?: 'google' | undefined;
}

/**
 * A provider of OpenID Connect, found by its issuer (OpenID Connect Discovery 1.0). oauth4webapi
 * checks its responses: `iss`, `aud`, `azp`, `exp`, `nonce` and the signature of the ID token
 * (OpenID Connect Core, 3.1.3.7), and the `sub` of the user info.
 */
export class OpenIdConnect implements OAuthProvider {
  readonly #options: OpenIdConnectOptions;
  /** Kept as long as the execution environment; oauth4webapi caches the keys by this object. */
  #server: Promise<AuthorizationServer> | undefined;

  constructor(options: OpenIdConnectOptions) {
    this.#options = options;
  }

  async authorizationUrl(attempt: OAuthAttempt): Promise<string> {
    const server = await judged(() => this.#discovered(requestOptions(this.#options.issuer)));
    return authorizationUrl(server, this.#options, attempt, { nonce: attempt.nonce });
  }

  identify(parameters: URLSearchParams, attempt: OAuthAttempt): Promise<OAuthIdentity> {
    return judged(() => this.#identify(parameters, attempt));
  }

  async #identify(parameters: URLSearchParams, attempt: OAuthAttempt): Promise<OAuthIdentity> {
    const request = requestOptions(this.#options.issuer);
    const server = await this.#discovered(request);
    const client = { client_id: this.#options.clientId };
    const authentication = await this.#authentication(server);
    const options = { ...this.#options, authentication, request };
    const response = await exchangeCode(server, options, parameters, attempt);
    const tokens = await processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: attempt.nonce,
      requireIdToken: true,
    });
    await validateApplicationLevelSignature(server, response, request);
    // `requireIdToken`: there is one, and it was checked.
    const claims = getValidatedIdTokenClaims(tokens) as IDToken;
    if (claims.email_verified !== undefined || server.userinfo_endpoint === undefined) {
      return this.#identityOf(claims);
    }
    // OpenID Connect Core, 5.4: in the code flow, the user info has the claims of a scope.
    const answer = await userInfoRequest(server, client, tokens.access_token, request);
    return this.#identityOf(await processUserInfoResponse(server, client, claims.sub, answer));
  }

  /** `email_verified` is a boolean; any other value of a provider vouches for nothing. */
  #identityOf(claims: Record<string, unknown>): OAuthIdentity {
    const { sub, email, email_verified: verified } = claims;
    const vouched = typeof email === 'string' && verified === true;
    const isAuthority = this.#options.addresses !== 'google' || isGooglesOwn(claims);
    return {
      subject: String(sub),
      ...(vouched && { email }),
      isAuthoritative: vouched && isAuthority,
    };
  }

  #discovered(request: RequestOptions): Promise<AuthorizationServer> {
    this.#server ??= discover(this.#options.issuer, request).catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  /** OpenID Connect Discovery, 3: a provider that does not say takes HTTP Basic. */
  async #authentication(server: AuthorizationServer): Promise<ClientAuth> {
    const secret = await this.#options.clientSecret();
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server;
    return methods.includes('client_secret_basic')
      ? ClientSecretBasic(secret)
      : ClientSecretPost(secret);
  }
}

async function discover(issuer: string, request: RequestOptions): Promise<AuthorizationServer> {
  const url = new URL(issuer);
  return processDiscoveryResponse(url, await discoveryRequest(url, request));
}

/**
 * Google is the authority for Gmail addresses, and for those of a Workspace, whose accounts have `hd`. Other
 * addresses it has seen verified when the account was opened.
 *
 * @see https://developers.google.com/identity/gsi/web/guides/verify-google-id-token
 */
function isGooglesOwn({ email, hd }: Record<string, unknown>): boolean {
  const isWorkspaces = typeof hd === 'string' && hd !== '';
  return isWorkspaces || /@gmail\.com$/i.test(String(email));
}
