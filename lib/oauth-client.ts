import { Fn, Token } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { OAuthClientSettings, ProviderSettings } from './contract/oauth.ts';
import { LinkByEmail } from './link-by-email';
import type { OAuthClientOptions, OidcClientOptions } from './oauth-client-options';
import { Found, UsersApiError } from './private/errors';
import { checkName } from './private/settings/checks';
import { checkIssuer } from './private/settings/issuers';
import { checkList, isListToken } from './private/settings/lists';
import { checkClientId, checkClientSecret } from './private/settings/oauth-credentials';
import { checkUrl } from './private/settings/urls';

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
   * Google. It vouches for an address by `email_verified`, which makes a user; a link to a user needs an address
   * of Gmail or of a Workspace (`hd`), as Google has seen others verified only when the account was opened.
   *
   * @throws when an option is not allowed
   */
  public static google(options: OAuthClientOptions): OAuthClient {
    return new OAuthClient(
      { name: 'google', scopes: OPENID_SCOPES, linkByEmail: LinkByEmail.WITHOUT_PASSWORD },
      options,
      googles(GOOGLE_ISSUER),
      // Google has one issuer.
      true,
    );
  }

  /**
   * GitHub. It vouches for the account's primary address, if that is verified.
   *
   * @throws when an option is not allowed
   */
  public static github(options: OAuthClientOptions): OAuthClient {
    return new OAuthClient(
      { name: 'github', scopes: ['user:email'], linkByEmail: LinkByEmail.WITHOUT_PASSWORD },
      options,
      { kind: 'github' },
      true,
    );
  }

  /**
   * Any provider of OpenID Connect. An account whose `email_verified` is not `true` can be added to a user,
   * and then signs in, but doesn't create one.
   *
   * @throws when an option is not allowed
   */
  public static oidc(options: OidcClientOptions): OAuthClient {
    checkIssuer(options.issuer);
    return new OAuthClient(
      { name: 'oidc', scopes: OPENID_SCOPES, linkByEmail: LinkByEmail.NEVER },
      options,
      googles(options.issuer),
      options.acceptsEarlierAccounts ?? false,
    );
  }

  /** Segment of this client's routes. */
  public readonly name: string;

  /** The client's id at the provider. */
  public readonly clientId: string;

  /** The client's secret. */
  public readonly clientSecret: aws_secretsmanager.ISecretRef;

  /** OAuth scopes that the provider is asked for. */
  public readonly scopes: string[];

  /** Name of the backend that a login ends in; undefined if the API chooses. */
  public readonly backend?: string;

  /** Where a successful login sends the browser. */
  public readonly successUrl?: string;

  /** Where a browser is sent that is refused. */
  public readonly errorUrl?: string;

  /** Where a browser goes on that needs a second factor. */
  public readonly mfaUrl?: string;

  private readonly provider: ProviderSettings;
  private readonly linkByEmail: LinkByEmail;
  private readonly acceptsEarlier: boolean;
  private readonly redirectUris: OAuthClientSettings['redirectUris'];

  private constructor(
    defaults: Required<Pick<OAuthClientOptions, 'name' | 'scopes' | 'linkByEmail'>>,
    options: OAuthClientOptions,
    provider: ProviderSettings,
    acceptsEarlier: boolean,
  ) {
    this.name = options.name ?? defaults.name;
    this.clientId = options.clientId;
    this.clientSecret = options.clientSecret;
    this.scopes = options.scopes ?? defaults.scopes;
    this.backend = options.backend;
    this.successUrl = options.successUrl;
    this.errorUrl = options.errorUrl;
    this.mfaUrl = options.mfaUrl;
    this.provider = provider;
    this.linkByEmail = options.linkByEmail ?? defaults.linkByEmail;
    this.acceptsEarlier = acceptsEarlier;
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
    checkUrl('OAuthClient.mfaUrl', options.mfaUrl, {
      query: true,
      fix: 'give the page that asks users for their second factor',
    });
  }

  /**
   * The client as the functions get it.
   *
   * @internal
   */
  public get _settings(): OAuthClientSettings {
    return {
      name: this.name,
      provider: this.provider,
      clientId: this.clientId,
      // They are parted by spaces on their way to the provider, so one text can be all of a list token.
      scopes: isListToken(this.scopes) ? [Fn.join(' ', this.scopes)] : this.scopes,
      redirectUris: this.redirectUris,
      errorUrl: this.errorUrl,
      linkByEmail: this.linkByEmail._rule,
      acceptsEarlier: this.acceptsEarlier,
    };
  }

  /**
   * Whether the function behind its callback may link accounts by their addresses.
   *
   * @internal
   */
  public get _linksByEmail(): boolean {
    return this.linkByEmail !== LinkByEmail.NEVER;
  }

  /**
   * Whether the functions behind its callbacks take accounts that were stored without an issuer.
   *
   * @internal
   */
  public get _acceptsEarlier(): boolean {
    return this.acceptsEarlier;
  }

  private checkScopes(): void {
    checkList('OAuthClient.scopes', this.scopes);
    if (isListToken(this.scopes)) return;
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

/** Google says of any address that it was verified, so it matters whose the address is. */
function googles(issuer: string): ProviderSettings {
  const kind = 'openid-connect';
  return issuer === GOOGLE_ISSUER ? { kind, issuer, addresses: 'google' } : { kind, issuer };
}
