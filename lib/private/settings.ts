import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AuthBackend } from '../auth-backend';
import type { OAuthClient } from '../oauth-client';
import type { UsersApiProps } from '../users-api-props';
import { checkInteger, checkLifetime } from './checks';
import { Found, known, UsersApiError } from './errors';
import { checkOAuthClients } from './oauth-clients';
import { firstRepeated } from './repeated';
import { type BundledUserModel, bundleUserModel } from './user-model';

/** The props that are plain values, checked and with their defaults. */
export interface Settings {
  readonly authBackends: readonly AuthBackend[];
  readonly oauthClients: readonly OAuthClient[];
  readonly resetPasswordTokenLifetime: Duration;
  readonly verificationTokenLifetime: Duration;
  /** Empty for the root, else without a slash at the end: put in front of an action's path. */
  readonly basePath: string;
  readonly passwordMinLength: number;
  readonly passwordHashCost: number;
  readonly requireCurrentPassword: boolean;
  readonly confirmEmailChange: boolean;
  readonly requireVerification: boolean;
  readonly loginEvents: boolean;
  readonly maxSessionsPerUser: number;
  readonly eventSchemas: boolean;
  readonly allowedOrigins: readonly string[];
  readonly userModel?: BundledUserModel;
  readonly removalPolicy: RemovalPolicy;
  readonly logRetention: RetentionDays;
}

/** Checks every plain value of the props and fills in the defaults; makes no construct. */
export function settle(props: UsersApiProps): Settings {
  checkAuthBackends(props.authBackends);
  const authBackends = props.authBackends ?? [AuthBackend.jwt()];
  const oauthClients = props.oauthClients ?? [];
  checkOAuthClients({ authBackends, oauthClients });
  checkLifetime('resetPasswordTokenLifetime', props.resetPasswordTokenLifetime, {
    max: Duration.hours(24),
    why: 'a reset token is as good as the password, so it must not lie about in a mailbox for long',
  });
  checkLifetime('verificationTokenLifetime', props.verificationTokenLifetime, {
    max: Duration.hours(24),
    why: 'who finds the token in a mailbox later may no longer be who the address is of',
  });
  checkBasePath(props.basePath);
  checkThrottle(props);
  checkInteger('passwordPolicy.minLength', props.passwordPolicy?.minLength, {
    min: 8,
    max: 72,
    why: 'shorter passwords can be guessed, and bcrypt takes no more than 72 bytes',
  });
  checkInteger('passwordHashCost', props.passwordHashCost, {
    min: 10,
    max: 14,
    why: 'below 10 a leaked hash is cheap to crack, above 14 a login takes seconds',
  });
  checkInteger('maxSessionsPerUser', props.maxSessionsPerUser, {
    min: 1,
    max: 100,
    why: 'a list of sessions is one page, and no person signs in on more devices at once',
  });
  for (const origin of props.allowedOrigins ?? []) checkOrigin(origin);
  checkRemovalPolicy(props.removalPolicy);

  const { basePath = '/users', userModel } = props;
  const confirmEmailChange = props.emailChange?._confirmed ?? false;
  return {
    authBackends,
    oauthClients,
    resetPasswordTokenLifetime: props.resetPasswordTokenLifetime ?? Duration.hours(1),
    verificationTokenLifetime: props.verificationTokenLifetime ?? Duration.hours(1),
    basePath: basePath === '/' ? '' : basePath,
    passwordMinLength: props.passwordPolicy?.minLength ?? 8,
    passwordHashCost: props.passwordHashCost ?? 10,
    requireCurrentPassword: props.requireCurrentPassword ?? true,
    confirmEmailChange,
    requireVerification: props.requireVerification ?? false,
    loginEvents: props.loginEvents ?? false,
    maxSessionsPerUser: props.maxSessionsPerUser ?? 20,
    eventSchemas: props.eventSchemas ?? false,
    allowedOrigins: props.allowedOrigins ?? [],
    ...(userModel && { userModel: bundleUserModel(userModel._file) }),
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
  };
}

function checkAuthBackends(backends: readonly AuthBackend[] | undefined): void {
  if (backends === undefined) return;
  if (backends.length === 0) {
    throw new UsersApiError('authBackends', {
      got: new Found('an empty list'),
      expected: 'at least one backend',
      fix: 'leave it out for AuthBackend.jwt(), or list the ones you want',
    });
  }
  const name = firstRepeated(backends.map((backend) => backend.name));
  if (name !== undefined) {
    throw new UsersApiError('authBackends', {
      got: new Found(`two backends named ${JSON.stringify(name)}`),
      expected: 'a different name for each',
      fix: `give one of them another, as in AuthBackend.jwt({ name: 'mobile' })`,
    });
  }
  // The runtime refuses a request that carries two cookies of one name.
  const cookieName = firstRepeated(backends.flatMap((backend) => known(backend.cookieName) ?? []));
  if (cookieName !== undefined) {
    throw new UsersApiError('authBackends', {
      got: new Found(`two backends with the cookie ${JSON.stringify(cookieName)}`),
      expected: 'a different cookie for each',
      fix: `give one of them another, as in AuthBackend.cookie({ cookieName: '__Host-admin' })`,
    });
  }
}

function checkBasePath(basePath: string | undefined): void {
  const path = known(basePath);
  // Segments of RFC 3986's unreserved characters; "." and ".." would be resolved by every client.
  if (path === undefined || path === '/' || /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/.test(path)) return;
  throw new UsersApiError('basePath', {
    got: path,
    expected: 'a path such as "/users" or "/api/users", or "/" for none',
    fix: 'start it with a slash, end it without one, and use letters, digits, "-", ".", "_" and "~"',
  });
}

function checkThrottle({ throttle, httpApi }: UsersApiProps): void {
  if (throttle === undefined || httpApi === undefined) return;
  throw new UsersApiError('throttle', {
    got: new Found('a throttle together with httpApi'),
    expected: 'only one of the two',
    fix: "set the throttle on that API's own stage",
  });
}

function checkOrigin(origin: string): void {
  const given = known(origin);
  if (given === undefined) return;
  // Browsers send an origin in exactly the form that URL gives it, and it is compared as text. What
  // URL leaves alone, a host with an asterisk for one, the pattern refuses.
  const pattern = /^https?:\/\/([a-z\d._-]+|\[[a-f\d:]+\])(:\d+)?$/;
  if (pattern.test(given) && URL.canParse(given) && new URL(given).origin === given) return;
  throw new UsersApiError('allowedOrigins', {
    got: given,
    expected: 'scheme://host[:port], such as "https://app.example.com"',
    fix: 'list each origin by itself, in lower case, without path, wildcard or default port',
  });
}

/** An origin of a host other than this machine whose pages anyone on the way there can change. */
export function isOpenToEavesdroppers(origin: string): boolean {
  if (Token.isUnresolved(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && !/^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
}

function checkRemovalPolicy(removalPolicy: RemovalPolicy | undefined): void {
  if (removalPolicy === undefined) return;
  if (removalPolicy === RemovalPolicy.RETAIN || removalPolicy === RemovalPolicy.DESTROY) return;
  throw new UsersApiError('removalPolicy', {
    got: removalPolicy,
    expected: 'RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
    fix: 'a table has no snapshot policy; RETAIN keeps it, and it has point-in-time recovery',
  });
}
