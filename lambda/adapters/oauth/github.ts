import {
  type AuthorizationServer,
  ClientSecretPost,
  processAuthorizationCodeResponse,
  protectedResourceRequest,
} from 'oauth4webapi';
import { GITHUB_ISSUER } from '../../../lib/contract/oauth.ts';
import { UsersError } from '../../users/errors.ts';
import type { OAuthAttempt, OAuthIdentity, OAuthProvider } from '../../users/oauth/provider.ts';
import {
  authorizationUrl,
  type ClientOptions,
  exchangeCode,
  judged,
  refusal,
} from './code-flow.ts';
import { type RequestOptions, requestOptions } from './requests.ts';

/** Where GitHub is, and what it calls itself; tests have their own. */
export interface GitHubPlaces {
  readonly server: AuthorizationServer;
  readonly api: string;
}

/**
 * As GitHub publishes it, which a test compares. It doesn't count on `iss` in a callback (RFC 9207), which
 * GitHub sends since April 2026; one that comes has to be this issuer.
 */
export const GITHUB: GitHubPlaces = {
  server: {
    issuer: GITHUB_ISSUER,
    authorization_endpoint: 'https://github.com/login/oauth/authorize',
    token_endpoint: 'https://github.com/login/oauth/access_token',
  },
  api: 'https://api.github.com',
};

/**
 * GitHub, which speaks OAuth 2.0 but not OpenID Connect: its API says which account signed in.
 *
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 * @see https://docs.github.com/en/apps/github-authentication-discovery-endpoints
 * @see https://docs.github.com/en/rest/users/emails
 */
export class GitHub implements OAuthProvider {
  readonly #options: ClientOptions;
  readonly #api: string;
  readonly #server: AuthorizationServer;

  constructor(options: ClientOptions, { server, api } = GITHUB) {
    this.#options = options;
    this.#api = api;
    this.#server = server;
  }

  authorizationUrl(attempt: OAuthAttempt): Promise<string> {
    return authorizationUrl(this.#server, this.#options, attempt);
  }

  identify(parameters: URLSearchParams, attempt: OAuthAttempt): Promise<OAuthIdentity> {
    return judged(() => this.#identify(parameters, attempt));
  }

  async #identify(parameters: URLSearchParams, attempt: OAuthAttempt): Promise<OAuthIdentity> {
    const request = requestOptions(this.#api);
    const authentication = ClientSecretPost(await this.#options.clientSecret());
    const options = { ...this.#options, authentication, request };
    const response = await exchangeCode(this.#server, options, parameters, attempt);
    // GitHub refuses with a 200.
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    const { error } = Object(body) as { error?: unknown };
    if (error !== undefined) throw refusal(String(error));
    const client = { client_id: this.#options.clientId };
    const { access_token: token } = await processAuthorizationCodeResponse(
      this.#server,
      client,
      response,
    );
    const [user, emails] = await Promise.all([
      this.#get('/user', token, request),
      this.#get('/user/emails', token, request),
    ]);
    return identityOf(user, emails);
  }

  async #get(path: string, token: string, request: RequestOptions): Promise<unknown> {
    const headers = new Headers({ accept: 'application/vnd.github+json' });
    const url = new URL(`${this.#api}${path}`);
    const response = await protectedResourceRequest(token, 'GET', url, headers, null, request);
    return response.status === 200 ? response.json().catch(() => undefined) : undefined;
  }
}

/**
 * Ids are numbers and survive a change of the login name. The address is the primary one, if
 * verified.
 */
function identityOf(user: unknown, emails: unknown): OAuthIdentity {
  const { id } = Object(user) as { id?: unknown };
  if (!Number.isSafeInteger(id)) {
    throw new UsersError('OAUTH_INVALID_RESPONSE', { cause: new Error('GitHub named no user') });
  }
  const primary = (Array.isArray(emails) ? emails : []).find((each) => each?.primary === true);
  const vouched = primary?.verified === true && typeof primary.email === 'string';
  return {
    subject: String(id),
    ...(vouched && { email: primary.email }),
    isAuthoritative: vouched,
  };
}
