import type { Duration } from 'aws-cdk-lib';
import type { IApiRef, ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { ApiDocumentation } from './api-documentation';
import type { AuthBackend } from './auth-backend';
import type { BreachedPasswords } from './breached-passwords';
import type { BruteForce } from './brute-force';
import type { ClientAddress } from './client-address';
import type { EmailChange } from './email-change';
import type { ImportedHash } from './imported-hash';
import type { OAuthClient } from './oauth-client';
import type { PasswordHash } from './password-hash';
import type { PasswordPolicy } from './password-policy';
import type { RouteLayout } from './route-layout';
import type { UserModel } from './user-model';
import type { UsersDomain } from './users-domain';
import type { UsersFactorsProps } from './users-factors-props';
import type { UsersFunctionsProps } from './users-functions-props';
import type { UsersStorageProps } from './users-storage-props';
import type { UsersTransferProps } from './users-transfer-props';

/** Props of `UsersApi`. None is required. */
export interface UsersApiProps
  extends UsersFactorsProps,
    UsersFunctionsProps,
    UsersStorageProps,
    UsersTransferProps {
  /**
   * The ways to sign in. If a request carries credentials of several, the first valid one in this order
   * decides.
   *
   * @default [AuthBackend.jwt()]
   */
  readonly authBackends?: AuthBackend[];

  /**
   * Providers where users can sign in, or have an account that they add to their user. A new account goes
   * to the user with the same address, if both the provider and this API have verified it, or to a new
   * user without a password.
   *
   * @default - none
   */
  readonly oauthClients?: OAuthClient[];

  /**
   * Custom fields of users, validated by a module of your own. Registration and changes of a user take
   * them; they are stored, and returned with the user and in events. A user who was stored under an
   * earlier model stays as stored until a change contains a custom field.
   *
   * @default - none: unknown fields are ignored
   */
  readonly userModel?: UserModel;

  /**
   * Secret that the keys of password reset tokens are derived from, with at least 32 random
   * characters. After a rotation, tokens of the previous version are still accepted.
   *
   * @default - a generated secret of 64 characters
   */
  readonly resetPasswordTokenSecret?: aws_secretsmanager.ISecretRef;

  /**
   * How long a password reset token stays valid: whole seconds, at most 24 hours, NIST's limit for a code
   * that is sent by mail (SP 800-63B-4, section 4.2.1.2).
   *
   * @default Duration.hours(1)
   */
  readonly resetPasswordTokenLifetime?: Duration;

  /**
   * Secret that the keys of verification tokens are derived from, with at least 32 random characters.
   * After a rotation, tokens of the previous version are still accepted. It should not be the secret of
   * password reset tokens: then the function behind `POST /verify` could make those.
   *
   * @default - a generated secret of 64 characters
   */
  readonly verificationTokenSecret?: aws_secretsmanager.ISecretRef;

  /**
   * How long a verification token stays valid: whole seconds, at most 24 hours, NIST's limit for a code that
   * is sent by mail (SP 800-63B-4, section 4.2.1.2).
   *
   * @default Duration.hours(1)
   */
  readonly verificationTokenLifetime?: Duration;

  /**
   * The HTTP API to add the routes to: an `HttpApi`, an import, or a `CfnApi`. Its stages, CORS and throttling stay as they are, and its default
   * authorizer isn't used: the functions authenticate callers themselves. Several `UsersApi` on one API
   * need different base paths, and cookies with different names. It has to be in the Region and the account
   * of the stack, and so have `table` and `eventBus`.
   *
   * @default - an HTTP API with a `$default` stage, access logs, throttling, and CORS for
   * `allowedOrigins`
   */
  readonly httpApi?: IApiRef;

  /**
   * Path that all routes are below, without a slash at the end; `/` for none.
   *
   * @default '/users' - with `RouteLayout.fastApiUsers()` none
   */
  readonly basePath?: string;

  /**
   * Where the routes stand below `basePath`: each below it by itself, or where FastAPI Users 15 has them, so
   * that a front end that was written for it only needs another base URL.
   *
   * @default RouteLayout.standard()
   */
  readonly routeLayout?: RouteLayout;

  /**
   * What the API itself serves of its documentation, to anyone: its OpenAPI document, and Swagger UI.
   * `users.openApi` has the document without it, and a run on this machine serves both.
   *
   * @default ApiDocumentation.none()
   */
  readonly apiDocumentation?: ApiDocumentation;

  /**
   * Where clients reach the API: a domain of its own, `UsersDomain.custom()`, or a URL where something else
   * answers for it, `UsersDomain.at()`, such as CloudFront. Tokens name its URL as their issuer (`iss`),
   * providers redirect to it, and links of the list have its path. A given `httpApi` needs it where the CDK
   * can't know the URL: with several domains or named stages.
   *
   * @default - on the domain that `httpApi` is mapped to, else the URL of its one stage
   */
  readonly domain?: UsersDomain;

  /**
   * Where the address of a client comes from: `ip` in sessions, in `after-login` and in the log. Behind CloudFront
   * API Gateway only sees CloudFront, so there it is `ClientAddress.cloudFront()`, which can also refuse everyone else.
   *
   * @default ClientAddress.apiGateway()
   */
  readonly clientAddress?: ClientAddress;

  /**
   * Requests a second, and in a burst, that the API's own stage takes from everyone together before
   * it answers 429. It limits what a flood of password guesses can cost.
   *
   * @default - 100 requests a second, bursts of 200; with `httpApi`, that API's own throttle
   */
  readonly throttle?: ThrottleSettings;

  /**
   * How many wrong passwords are answered before the next is 429 `TOO_MANY_REQUESTS`, right or wrong, by account and by
   * network address. It is shared by all backends and by every route that takes a password.
   *
   * @default BruteForce.protect()
   */
  readonly bruteForce?: BruteForce;

  /**
   * What a new password must be.
   *
   * @default - at least 8 characters
   */
  readonly passwordPolicy?: PasswordPolicy;

  /**
   * Whether new passwords are checked against those of data breaches (OWASP ASVS 5.0, 6.2.12). The list of common
   * passwords, which functions have with them, is checked in any case.
   *
   * @default BreachedPasswords.off() - nothing of a password is told to another service unless you say so
   */
  readonly breachedPasswords?: BreachedPasswords;

  /**
   * How passwords are hashed. After a change each password is hashed again at its next login.
   *
   * @default PasswordHash.argon2id() - 19 MiB and 2 passes
   */
  readonly passwordHash?: PasswordHash;

  /**
   * Schemes and costs of hashes that were imported, or stored before another `passwordHash`, so that the time of a login doesn't
   * tell whose hash is which: every login runs them all. A stack of before 0.2 has `ImportedHash.bcrypt({ cost: 10 })`.
   *
   * @default - none: all hashes are of `passwordHash`
   */
  readonly importedHashes?: ImportedHash[];

  /**
   * Cost of bcrypt.
   *
   * @deprecated Use `passwordHash: PasswordHash.bcrypt({ cost })`, which is the same, or leave both out for argon2id.
   * @default - `passwordHash` says
   */
  readonly passwordHashCost?: number;

  /**
   * Whether users need their current password to change their address or their password (OWASP
   * ASVS 5.0, 6.2.3), and users who have none a recent login. Without it a stolen session is enough to
   * take over an account for good.
   *
   * @default true
   */
  readonly requireCurrentPassword?: boolean;

  /**
   * How long a login counts as fresh proof of identity (OWASP ASVS 5.0, 7.5.1): whole seconds, from
   * a minute to 24 hours. A user who signed in longer ago gives the current password, or signs in again,
   * before they add or remove an account at a provider, end other sessions, or delete themselves; else
   * the answer is 403 `REAUTHENTICATION_REQUIRED`.
   *
   * @default Duration.minutes(10)
   */
  readonly recentLogin?: Duration;

  /**
   * Whether users have to verify their address before they can use the account. Until then they can't log
   * in (400 `LOGIN_USER_NOT_VERIFIED`), and `GET /me`, `PATCH /me` and all routes of superusers answer
   * them 403. Subscribe to `after-register` or have the front end call `POST /request-verify-token`, and
   * mail the token of `after-request-verify`.
   *
   * @default false
   */
  readonly requireVerification?: boolean;

  /**
   * Whether users have to confirm a new address before it replaces the old one. With
   * `EmailChange.CONFIRM` subscribe to `after-request-email-change`: mail its token to `new_email`, and
   * tell `user.email` that somebody asked for the change.
   *
   * @default EmailChange.IMMEDIATE - and `EmailChange.CONFIRM` with `mfa` or `passkeys`
   */
  readonly emailChange?: EmailChange;

  /**
   * Whether a successful login raises `after-login`. It costs one more write for each login; logins are in
   * the structured log either way.
   *
   * @default false - and true once a rule of this construct, or `grants.subscribe`, names `after-login`
   */
  readonly loginEvents?: boolean;

  /**
   * How many sessions a user may have at once, from 1 to 100, of backends that store them
   * (`AuthBackend.session()`, or `refresh`). A login beyond that ends the oldest. The default is more than
   * one person's devices, so that forgotten sessions end.
   *
   * @default 20
   */
  readonly maxSessionsPerUser?: number;

  /**
   * Whether to register JSON Schemas of the events in a schema registry of EventBridge, where consoles and
   * code generators find them. `cdk-users-api/events` has the same for TypeScript, without a resource.
   * Some Regions have no registry, such as Hyderabad and Calgary: CloudFormation refuses the stack there.
   *
   * @default false
   */
  readonly eventSchemas?: boolean;

  /**
   * Origins of front ends on other hosts, each as `scheme://host[:port]`. Their pages may call the API from
   * a browser (CORS, with credentials), and make changes by cookie. Whether the browser sends a cookie is
   * for its attributes and the browser to decide: on the API's own site it does, from another site mostly
   * not. `docs/frontend.md` has the table. With `httpApi`, CORS is that API's: allow the same origins in its
   * `corsPreflight`, with `allowCredentials`. What it lacks is a warning, `cdk-users-api:corsOfGivenApi`.
   *
   * @default - none: only pages of the API's own origin
   */
  readonly allowedOrigins?: string[];

  /**
   * Headers that pages of `allowedOrigins` may send besides those that are always allowed: `authorization`,
   * `content-type`, `x-requested-with`, `x-csrf-token`, `baggage`, `sentry-trace`, `traceparent` and
   * `tracestate`. It can't be given with `httpApi`, whose CORS is its own.
   *
   * @default - no others
   */
  readonly allowedHeaders?: string[];

  /**
   * Whether the stack gets outputs: URL, bus, table, and the functions that operators call. The commands
   * `create-user` and `end-logins` find those functions by them; without outputs, give them the name of the
   * function, which is `users.functions['create-user'].functionName`.
   *
   * @default true
   */
  readonly outputs?: boolean;

  /**
   * Where to publish what other stacks and repositories need of the API, as SSM parameters below this path:
   * `/auth/users`, say, for `UsersApi.fromParameter(this, 'Users', '/auth/users')`. Its URL, the names of
   * its table and bus, ARNs of functions: nothing secret, and no permission. Function and role of
   * `authorizer()` are made at once, and those of other options when it is called with them.
   *
   * @default - nothing is published
   */
  readonly publishTo?: string;
}
