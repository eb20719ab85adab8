import { Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { OAuthFlow } from './contract/action.ts';
import type { OAuthClientSettings, ProviderSettings } from './contract/oauth.ts';
import { Found, UsersApiError } from './private/errors';
import { checkName } from './private/settings/checks';
import { checkIssuer } from './private/settings/issuers';
import { checkClientId, checkClientSecret } from './private/settings/oauth-credentials';
import { checkUrl } from './private/settings/urls';

/** What every OAuth client has. */
export interface OAuthClientOptions {
  /** The client's id, as the provider gave it. */
  readonly clientId: string;

  /**
   * The client's secret, as the provider gave it: the whole secret string, no JSON. The functions use a
   * new value within five minutes.
   */
  readonly clientSecret: ISecret;

  /**
   * Name of the client and segment of its routes, as in `/oauth/google/callback`: lower-case letters,
   * digits and hyphens, starting with a letter, at most 32 characters. Unique in the API. It is stored
   * with every account, so another name is another client, without any accounts.
   *
   * @default - `google`, `github` or `oidc`, after the factory
   */
  readonly name?: string;

  /**
   * OAuth scopes that the provider is asked for.
   *
   * @default - those for the user's id and address
   */
  readonly scopes?: string[];

  /**
   * Name of the authentication backend that a login ends in.
   *
   * @default - the first with a cookie; the first of all if none has one
   */
  readonly backend?: string;

  /**
   * Where the provider sends the browser after a login, exactly as registered there. A front end that
   * receives it passes `code`, `state` and all other parameters on to the API's callback.
   *
   * @default - `<url>/oauth/<name>/callback`, with the API's `url`
   */
  readonly redirectUri?: string;

  /**
   * Where the provider sends the browser when an account is added to a user, like `redirectUri`.
   *
   * @default - `<url>/associate/<name>/callback`, with the API's `url`
   */
  readonly associateRedirectUri?: string;

  /**
   * Where a successful login sends the browser, with the cookie of its backend. It is always this URL, so
   * no request can make the API send users elsewhere.
   *
   * @default - none: the callback responds as the login of its backend does
   */
  readonly successUrl?: string;

  /**
   * Where a browser is sent that is refused, with the code as the parameter `error`, as in
   * `https://app.example.com/sign-in?error=OAUTH_REFUSED`: at each of this client's routes that browsers
   * navigate to (their `Accept` names `text/html`). Scripts get the response in JSON. It is always this
   * URL, like `successUrl`.
   *
   * @default - none: browsers get the response in JSON as well
   */
  readonly errorUrl?: string;
}

/** Options of `OAuthClient.oidc()`. */
export interface OidcClientOptions extends OAuthClientOptions {
  /**
   * The provider's issuer, exactly as in its discovery document, which is read from
   * `/.well-known/openid-configuration` below it. Of Microsoft Entra ID it is the issuer of one tenant, by
   * the tenant's id: `common`, `organizations` and `consumers` name no issuer of their own.
   */
  readonly issuer: string;
}

const GOOGLE_ISSUER = 'https://accounts.google.com';
const OPENID_SCOPES = ['openid', 'email'];

/**
 * A provider at which users sign in, by the authorization code flow with PKCE. The provider's tokens are
 * used once, to learn who signed in, and not stored.
 *
 * @see docs/oauth.md
 *
 * @example
 * OAuthClient.google({
 *   clientId: '123456789012-abc.apps.googleusercontent.com',
 *   clientSecret: Secret.fromSecretNameV2(this, 'GoogleSecret', 'google-client-secret'),
 *   successUrl: 'https://app.example.com/welcome',
 * });
 */
export class OAuthClient {
  /**
   * Google. It vouches for an address by `email_verified`.
   *
   * @throws when an option is not allowed
   */
  public static google(options: OAuthClientOptions): OAuthClient {
    return new OAuthClient('google', options, OPENID_SCOPES, {
      kind: 'openid-connect',
      issuer: GOOGLE_ISSUER,
    });
  }

  /**
   * GitHub. It vouches for the account's primary address, if that is verified.
   *
   * @throws when an option is not allowed
   */
  public static github(options: OAuthClientOptions): OAuthClient {
    return new OAuthClient('github', options, ['user:email'], { kind: 'github' });
  }

  /**
   * Any provider of OpenID Connect. An account whose `email_verified` is not `true` can be added to a user,
   * and then signs in, but doesn't create one.
   *
   * @throws when an option is not allowed
   */
  public static oidc(options: OidcClientOptions): OAuthClient {
    checkIssuer(options.issuer);
    return new OAuthClient('oidc', options, OPENID_SCOPES, {
      kind: 'openid-connect',
      issuer: options.issuer,
    });
  }

  /** Segment of this client's routes. */
  public readonly name: string;

  /** The client's id at the provider. */
  public readonly clientId: string;

  /** The client's secret. */
  public readonly clientSecret: ISecret;

  /** OAuth scopes that the provider is asked for. */
  public readonly scopes: string[];

  /** Name of the backend that a login ends in; undefined if the API chooses. */
  public readonly backend?: string;

  /** Where a successful login sends the browser. */
  public readonly successUrl?: string;

  /** Where a browser is sent that is refused. */
  public readonly errorUrl?: string;

  private readonly provider: ProviderSettings;
  private readonly redirectUris: { readonly [flow in OAuthFlow]?: string };

  private constructor(
    defaultName: string,
    options: OAuthClientOptions,
    defaultScopes: string[],
    provider: ProviderSettings,
  ) {
    this.name = options.name ?? defaultName;
    this.clientId = options.clientId;
    this.clientSecret = options.clientSecret;
    this.scopes = options.scopes ?? defaultScopes;
    this.backend = options.backend;
    this.successUrl = options.successUrl;
    this.errorUrl = options.errorUrl;
    this.provider = provider;
    this.redirectUris = { login: options.redirectUri, associate: options.associateRedirectUri };

    checkClientId(options.clientId);
    checkClientSecret(options.clientSecret);
    checkName('OAuthClient.name', this.name, {
      fix: 'it becomes a route, as in /oauth/google/callback, so choose one like "google"',
    });
    this.checkScopes();
    const exactly = 'give it as it is registered at the provider';
    checkUrl('OAuthClient.redirectUri', options.redirectUri, { query: true, fix: exactly });
    checkUrl('OAuthClient.associateRedirectUri', options.associateRedirectUri, {
      query: true,
      fix: exactly,
    });
    checkUrl('OAuthClient.successUrl', options.successUrl, {
      query: true,
      fix: 'give the page that users see once they are signed in',
    });
    checkUrl('OAuthClient.errorUrl', options.errorUrl, {
      query: true,
      fix: 'give the page that tells users what went wrong, such as that of your sign-in',
    });
  }

  /**
   * The client as the functions of one flow get it.
   *
   * @internal
   */
  public _settings(flow: OAuthFlow): OAuthClientSettings {
    return {
      name: this.name,
      provider: this.provider,
      clientId: this.clientId,
      scopes: this.scopes,
      redirectUri: this.redirectUris[flow],
      errorUrl: this.errorUrl,
    };
  }

  private checkScopes(): void {
    const known = this.scopes.filter((scope) => !Token.isUnresolved(scope));
    // RFC 6749, section 3.3: characters of a scope; they are parted by spaces.
    const odd = known.find((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
    if (odd !== undefined) {
      throw new UsersApiError('OAuthClient.scopes', {
        got: odd,
        expected: 'one scope in each string, without spaces, quotes and backslashes',
        fix: "list them, as in scopes: ['openid', 'email']",
      });
    }
    if (
      this.provider.kind === 'openid-connect' &&
      known.length === this.scopes.length &&
      !known.includes('openid')
    ) {
      throw new UsersApiError('OAuthClient.scopes', {
        got: new Found(known.length === 0 ? 'none' : known.join(' ')),
        expected: '"openid" among them, without which there is no ID token',
        fix: "add it, as in scopes: ['openid', 'email']",
      });
    }
  }
}
