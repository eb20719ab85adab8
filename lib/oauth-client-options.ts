import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { LinkByEmail } from './link-by-email';

/** What every OAuth client has. */
export interface OAuthClientOptions {
  /** The client's id, as the provider gave it. */
  readonly clientId: string;

  /**
   * The client's secret, as the provider gave it: the whole secret string, no JSON. The functions use a
   * new value within five minutes.
   */
  readonly clientSecret: aws_secretsmanager.ISecretRef;

  /**
   * Name of the client and segment of its routes, as in `/oauth/google/callback`: lower-case letters,
   * digits and hyphens, starting with a letter, at most 32 characters. Unique in the API. It is stored
   * with every account, together with the issuer, so another name or another issuer has no accounts yet.
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

  /**
   * Where a browser goes on after the provider where the user has a second factor: your page that asks for it, with the token
   * of the login behind `#`, where no server and no log sees it, as in
   * `https://app.example.com/second-factor#mfa_token=...&methods=totp,recovery_code`. It is always this URL, like `successUrl`.
   *
   * @default - none, which an API with `mfa` refuses
   */
  readonly mfaUrl?: string;

  /**
   * Which users get an account that nobody has yet, by its address.
   *
   * @default - `LinkByEmail.WITHOUT_PASSWORD` of `google()` and `github()`, `LinkByEmail.NEVER` of `oidc()`
   */
  readonly linkByEmail?: LinkByEmail;
}

/** Options of `OAuthClient.oidc()`. */
export interface OidcClientOptions extends OAuthClientOptions {
  /**
   * The provider's issuer, exactly as in its discovery document, which is read from
   * `/.well-known/openid-configuration` below it. Of Microsoft Entra ID it is the issuer of one tenant, by
   * the tenant's id: `common`, `organizations` and `consumers` name no issuer of their own. At most
   * 512 characters. An account belongs to the issuer that it was linked at, so with another one the accounts of
   * before sign nobody in.
   */
  readonly issuer: string;

  /**
   * Whether accounts that were stored without an issuer, by a version before it was a part of their key, are of
   * this one. Say `true` only if a client of this name has never had another issuer: otherwise a stranger
   * with the same subject would get somebody's user.
   *
   * @default false - such an account signs nobody in; its user signs in another way and associates it
   */
  readonly acceptsEarlierAccounts?: boolean;
}
