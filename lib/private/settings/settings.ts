import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { AuthBackend } from '../../auth-backend';
import { BruteForce } from '../../brute-force';
import { ClientAddress } from '../../client-address';
import { attemptCookieOf, type EmailLoginSettings } from '../../contract/email-login.ts';
import type { MfaSettings, RequiredOf } from '../../contract/factors.ts';
import type { Documentation } from '../../contract/features.ts';
import type { BruteForceSettings } from '../../contract/limits.ts';
import type { PasswordHashSettings } from '../../contract/password-hash.ts';
import type { BreachedPasswordsSettings } from '../../contract/passwords.ts';
import type { RouteLayoutSettings } from '../../contract/places.ts';
import type { OAuthClient } from '../../oauth-client';
import { RouteLayout } from '../../route-layout';
import type { UsersApiProps } from '../../users-api-props';
import { Found, known, UsersApiError } from '../errors';
import { type ClientAddressSettings, withoutProxy } from './client-address';
import { namesOf } from './context-words';
import { cookiesOf } from './cookie';
import { checkDomain, type DomainSettings, originsOf } from './domain';
import { checkMfaUrls, checkRequiredMfa, secondFactorsOf } from './factors';
import { type FunctionSettings, functionSettingsOf } from './function-options';
import { importedHashesOf, passwordHashOf } from './hashes';
import { allowedHeadersOf } from './headers';
import type { GivenImportedHash } from './imported-hashes';
import { keyPairAlgorithms, keyRotationOf } from './key-rotation';
import { isLocalRun } from './local-run';
import { backendOf, checkOAuthClients } from './oauth-clients';
import { type PagesSettings, pagesOf } from './pages';
import { type GivenPasskeys, servesRelatedOrigins } from './passkeys';
import { checkRoom } from './password-length';
import { type PlainValues, plainValues } from './plain';
import { checkParameterPath } from './publish-to';
import { type Removal, removalOf } from './removal';
import { firstRepeated } from './repeated';
import { checkSecrets } from './secrets';
import { type BundledUserModel, bundledFor } from './user-model';

/** The props that are plain values, checked and with their defaults. */
export interface Settings extends PlainValues, Removal, FunctionSettings {
  readonly authBackends: readonly AuthBackend[];
  readonly oauthClients: readonly OAuthClient[];
  readonly routeLayout: RouteLayoutSettings;
  /** Who knows passwords of data breaches, if anyone is asked. */
  readonly breachedPasswords: BreachedPasswordsSettings | undefined;
  /** What the API serves of its own documentation. */
  readonly documentation: Documentation;
  /** Who says where a request comes from. */
  readonly clientAddress: ClientAddressSettings;
  /** How many wrong tries are answered; absent where they are not counted. */
  readonly bruteForce?: BruteForceSettings | undefined;
  /** What there is to know of authenticator apps; absent where nobody has one. */
  readonly mfa?: MfaSettings | undefined;
  /** Who must have a second factor. */
  readonly requireMfa?: RequiredOf | undefined;
  /** Whether users sign in by codes that are mailed. */
  readonly emailLogin?: EmailLoginSettings | undefined;
  /** What passkeys are for; absent where nobody has one. */
  readonly passkeys?: GivenPasskeys | undefined;
  /** Pages for people; absent where the API has none. */
  readonly pages?: PagesSettings | undefined;
  /** The API answers browsers that ask which other sites may use them. */
  readonly servesRelatedOrigins: boolean;
  /** Where clients reach the API, if that was said. */
  readonly domain: DomainSettings | undefined;
  /** Other origins, whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  /** Names of all headers that a preflight may ask for. */
  readonly allowedHeaders: readonly string[];
  /** How passwords are hashed. */
  readonly passwordHash: PasswordHashSettings;
  /** Schemes of other hashes, which every login runs as well. */
  readonly importedHashes: readonly GivenImportedHash[];
  readonly eventSchemas: boolean;
  /** Whether users are told of logins from new devices. */
  readonly newDeviceEvents: boolean;
  /** The prop says that no login raises an event, even if somebody listens. */
  readonly withoutLoginEvents: boolean;
  /** Whether there are functions by which an operator moves users in, or out. */
  readonly importUsers: boolean;
  readonly exportUsers: boolean;
  readonly outputs: boolean;
  /** Path of the parameters for imports. */
  readonly publishTo?: string | undefined;
  readonly userModel?: BundledUserModel;
  readonly logRetention: RetentionDays;
  /** Of what the construct makes, in place of keys of AWS; known once the construct is there. */
  readonly encryptionKey?: IKey | undefined;
}

/**
 * Checks every plain value of the props and fills in the defaults; makes no construct.
 *
 * @param scope where the construct will be, under the id
 */
export function settle(scope: IConstruct, id: string, props: UsersApiProps): Settings {
  checkAuthBackends(props.authBackends, props.emailLogin?._settings !== undefined);
  const authBackends = props.authBackends ?? [AuthBackend.jwt()];
  for (const algorithm of keyPairAlgorithms(authBackends)) keyRotationOf(algorithm, authBackends);
  const oauthClients = props.oauthClients ?? [];
  checkOAuthClients({ authBackends, oauthClients });
  checkSecrets(props, Stack.of(scope));
  checkThrottle(props);
  checkRequiredMfa(props);
  const factors = {
    mfa: props.mfa?._settings,
    passkeys: props.passkeys?._given,
    requireMfa: props.requireMfa?._requiredOf,
  };
  const pages = pagesOf(props.pages?._given, authBackends);
  const elsewhere = oauthClients.filter(
    (client) => pages === undefined || backendOf(client, { authBackends }) !== pages.backend,
  );
  checkMfaUrls(secondFactorsOf(factors), elsewhere);
  checkParameterPath('publishTo', props.publishTo);
  const removal = removalOf(props);
  const functions = functionSettingsOf(props);
  const { userModel } = props;
  const { _settings: routeLayout } = props.routeLayout ?? RouteLayout.standard();
  const plain = plainValues(props);
  const passwordHash = passwordHashOf(props);
  checkRoom(plain.passwordMinLength, passwordHash);
  // A layout with prefixes of its own needs no other.
  const basePath = routeLayout.kind === 'standard' || props.basePath ? plain.basePath : '';
  const domain = props.domain?._settings;
  checkDomain(domain, { basePath, httpApi: props.httpApi });
  return {
    ...plain,
    contextWords: [...new Set([...plain.contextWords, ...namesOf(scope, id)])],
    basePath,
    routeLayout,
    breachedPasswords: props.breachedPasswords?._settings,
    documentation: documentationOf(scope, props),
    clientAddress: withoutProxy(
      (props.clientAddress ?? ClientAddress.apiGateway())._settings,
      scope,
    ),
    bruteForce: (props.bruteForce ?? BruteForce.protect())._settings,
    emailLogin: props.emailLogin?._settings,
    ...factors,
    pages,
    servesRelatedOrigins: servesRelatedOrigins(factors.passkeys, domain),
    domain,
    corsOrigins: plain.allowedOrigins,
    // Behind a proxy the host that a function sees is another than the one that browsers see.
    allowedOrigins: [...new Set([...plain.allowedOrigins, ...originsOf(domain)])],
    authBackends,
    oauthClients,
    allowedHeaders: allowedHeadersOf(props),
    passwordHash,
    importedHashes: importedHashesOf(props),
    eventSchemas: props.eventSchemas ?? false,
    ...loginEventsOf(plain.loginEvents, props),
    withoutLoginEvents: props.loginEvents === false,
    importUsers: props.importUsers ?? false,
    exportUsers: props.exportUsers ?? false,
    outputs: props.outputs ?? true,
    publishTo: props.publishTo,
    ...(userModel && { userModel: bundledFor(Stack.of(scope), userModel._file) }),
    ...removal,
    ...functions,
    logRetention: props.logRetention ?? RetentionDays.THREE_MONTHS,
  };
}

/** A run on this machine, which says so by the context, serves all of it. */
function documentationOf(scope: IConstruct, { apiDocumentation }: UsersApiProps): Documentation {
  if (isLocalRun(scope)) return 'pages';
  return apiDocumentation?._documentation ?? 'none';
}

function checkAuthBackends(
  backends: readonly AuthBackend[] | undefined,
  hasAttempts: boolean,
): void {
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
  const cookieName = firstRepeated(
    backends.flatMap(({ _transport }) => {
      const attempt = hasAttempts ? attemptCookieOf(_transport) : undefined;
      const names = [...cookiesOf(_transport).map(({ name }) => name), attempt];
      return names.flatMap((name) => known(name) ?? []);
    }),
  );
  if (cookieName !== undefined) {
    throw new UsersApiError('authBackends', {
      got: new Found(`two backends with the cookie ${JSON.stringify(cookieName)}`),
      expected: 'a different cookie for each',
      fix: `give one of them another, as in AuthBackend.cookie({ cookieName: '__Host-admin' })`,
    });
  }
}

/** A new device is seen in the event of its login. */
function loginEventsOf(loginEvents: boolean, { newDeviceEvents = false, ...props }: UsersApiProps) {
  if (newDeviceEvents && props.loginEvents === false) {
    throw new UsersApiError('newDeviceEvents', {
      got: new Found('true with loginEvents: false'),
      expected: 'events of logins, in which new devices are seen',
      fix: 'leave loginEvents out, or newDeviceEvents',
    });
  }
  return { loginEvents: loginEvents || newDeviceEvents, newDeviceEvents };
}

function checkThrottle({ throttle, httpApi }: UsersApiProps): void {
  if (throttle === undefined || httpApi === undefined) return;
  throw new UsersApiError('throttle', {
    got: new Found('a throttle together with httpApi'),
    expected: 'only one of the two',
    fix: "set the throttle on that API's own stage",
  });
}
