import { CfnOutput, type Stack } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  WebSocketApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpUrlIntegration,
  WebSocketMockIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnPolicyStore } from 'aws-cdk-lib/aws-verifiedpermissions';
import {
  AuthBackend,
  BreachedPasswords,
  BruteForce,
  ClientAddress,
  type CloudFrontAddressOptions,
  type CookieOptions,
  type CustomDomainOptions,
  EmailLogin,
  HostedPages,
  type HostedPagesOptions,
  Mfa,
  OAuthClient,
  type OAuthClientOptions,
  type OidcClientOptions,
  Passkeys,
  type RefreshOptions,
  RouteLayout,
  SessionTransport,
  type SubscriptionOptions,
  type SuperuserOptions,
  UsersApi,
  type UsersApiAttributes,
  type UsersApiMetrics,
  type UsersApiProps,
  UsersDashboard,
  type UsersDashboardProps,
  UsersDomain,
  type UsersFunctionOptions,
  UsersTable,
} from '../../lib';
import type { Case } from './struct-case';
import { HASH_CASES } from './struct-cases-hashes';

export const usersApi = (stack: Stack, props: UsersApiProps = {}) =>
  new UsersApi(stack, 'Users', props);

const backend =
  (factory: (options: object) => AuthBackend): Case =>
  (stack, options) =>
    usersApi(stack, { authBackends: [factory(options)] });

/** Logins by cookie, which a redirect needs. */
const client =
  (factory: (options: OAuthClientOptions & OidcClientOptions) => OAuthClient): Case =>
  (stack, options) => {
    const clientSecret = Secret.fromSecretNameV2(stack, 'ClientSecret', 'client');
    const issuer = 'https://login.example.com';
    usersApi(stack, {
      authBackends: [AuthBackend.cookie()],
      oauthClients: [factory({ clientId: 'id', clientSecret, issuer, ...options })],
    });
  };

const authorizer: Case = (stack, options) => {
  new HttpRoute(stack, 'Route', {
    httpApi: new HttpApi(stack, 'Mine'),
    routeKey: HttpRouteKey.with('/mine', HttpMethod.GET),
    integration: new HttpUrlIntegration('Url', 'https://example.com'),
    authorizer: usersApi(stack).authorizer(options),
  });
};

export const metric =
  (measure: (metrics: UsersApiMetrics, options: object) => Metric): Case =>
  (stack, options) => {
    const limits = { threshold: 1, evaluationPeriods: 1 };
    new Alarm(stack, 'Alarm', { metric: measure(usersApi(stack).metrics, options), ...limits });
  };

const table: Case = (stack, options) =>
  usersApi(stack, { table: new UsersTable(stack, 'Mine', options) });

const domain: Case = (stack, options) => {
  const certificate = Certificate.fromCertificateArn(
    stack,
    'Certificate',
    `arn:aws:acm:${stack.region}:111122223333:certificate/1`,
  );
  const given: CustomDomainOptions = { domainName: 'auth.example.com', certificate, ...options };
  usersApi(stack, { domain: UsersDomain.custom(given) });
};

const appSync: Case = (stack, options) =>
  new GraphqlApi(stack, 'Graph', {
    name: 'graph',
    definition: Definition.fromFile('examples/orders.graphql'),
    authorizationConfig: { defaultAuthorization: usersApi(stack).appSyncAuthorization(options) },
  });

const identitySource: Case = (stack, options) =>
  usersApi(stack).identitySource(
    new CfnPolicyStore(stack, 'Policies', { validationSettings: { mode: 'OFF' } }),
    options,
  );

const cloudFront: Case = (stack, options) => {
  const secret = Secret.fromSecretNameV2(stack, 'Origin', 'origin');
  const given: CloudFrontAddressOptions = { secret, ...options };
  usersApi(stack, { clientAddress: ClientAddress.cloudFront(given) });
};

const pages = (stack: Stack, options: HostedPagesOptions) =>
  usersApi(stack, {
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    pages: HostedPages.on(options),
  });

const passkeys: Case = (stack, options) => {
  const given = { rpId: 'example.com', rpName: 'Example', origins: ['https://example.com'] };
  usersApi(stack, { passkeys: Passkeys.on({ ...given, ...options }) });
};

const parameters: Case = (stack, options) => {
  const users = UsersApi.fromParameter(stack, 'Imported', '/auth/users', options);
  users.onAfterRegister('Registered');
};

const routes: Case = (stack, options) => {
  const integration = new HttpUrlIntegration('Url', 'https://example.com');
  usersApi(stack).addRoutes({ path: '/orders', integration, ...options });
};

const webSocket: Case = (stack, options) =>
  new WebSocketApi(stack, 'Socket', {
    connectRouteOptions: {
      integration: new WebSocketMockIntegration('Connect'),
      authorizer: usersApi(stack).webSocketAuthorizer(options),
    },
  });

const subscription: Case = (stack, options) => {
  const grantee = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  const given: SubscriptionOptions = { events: ['after-register'], ...options };
  usersApi(stack).grants.subscribe(grantee, given);
};

const imported: Case = (stack, options) => {
  const attributes: UsersApiAttributes = {
    url: 'https://api.example.com/users',
    eventBus: EventBus.fromEventBusName(stack, 'Bus', 'users'),
    ...options,
  };
  const users = UsersApi.fromUsersApiAttributes(stack, 'Imported', attributes);
  users.onAfterRegister('Registered');
  new CfnOutput(stack, 'Url', { value: users.url });
};

const superuser: Case = (stack, options) => {
  const password = Secret.fromSecretNameV2(stack, 'Password', 'root');
  const given: SuperuserOptions = { email: 'root@example.com', password, ...options };
  usersApi(stack).addSuperuser('Root', given);
};

const dashboard: Case = (stack, options) => {
  const given: UsersDashboardProps = { users: usersApi(stack), ...options };
  new UsersDashboard(stack, 'Board', given);
};

const oidc = client((options) => OAuthClient.oidc(options));
const jwt = backend((options) => AuthBackend.jwt(options));
const cookies = (options: CookieOptions) =>
  AuthBackend.session({ transport: SessionTransport.cookie(options) });

/** Each struct of the public API, by every way that takes it. */
export const CASES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  ...HASH_CASES,
  AppSyncAuthorizationOptions: { 'UsersApi.appSyncAuthorization()': appSync },
  AuthBackendOptions: { 'AuthBackend.jwt()': jwt },
  AuthorizerOptions: { 'UsersApi.authorizer()': authorizer },
  BruteForceOptions: {
    'BruteForce.protect()': (stack, options) =>
      usersApi(stack, { bruteForce: BruteForce.protect(options) }),
  },
  CallerOptions: { 'UsersApi.authorizer()': authorizer },
  CloudFrontAddressOptions: { 'ClientAddress.cloudFront()': cloudFront },
  CookieBackendOptions: {
    'AuthBackend.cookie()': backend((options) => AuthBackend.cookie(options)),
  },
  CookieOptions: { 'SessionTransport.cookie()': backend(cookies) },
  CustomDomainOptions: { 'UsersDomain.custom()': domain },
  FastApiUsersLayoutOptions: {
    'RouteLayout.fastApiUsers()': (stack, options) =>
      usersApi(stack, { routeLayout: RouteLayout.fastApiUsers(options) }),
  },
  HaveIBeenPwnedOptions: {
    'BreachedPasswords.haveIBeenPwned()': (stack, options) =>
      usersApi(stack, { breachedPasswords: BreachedPasswords.haveIBeenPwned(options) }),
  },
  HostedPagesOptions: {
    'HostedPages.on()': (stack, options) =>
      pages(stack, { brand: { name: 'Example' }, ...options }),
  },
  IdentitySourceOptions: { 'UsersApi.identitySource()': identitySource },
  JwtBackendOptions: { 'AuthBackend.jwt()': jwt },
  LoginMetricOptions: {
    'UsersApiMetrics.logins()': metric((metrics, options) => metrics.logins(options)),
    'UsersApiMetrics.failedLogins()': metric((metrics, options) => metrics.failedLogins(options)),
  },
  OAuthClientOptions: {
    'OAuthClient.google()': client((options) => OAuthClient.google(options)),
    'OAuthClient.github()': client((options) => OAuthClient.github(options)),
  },
  OidcClientOptions: { 'OAuthClient.oidc()': oidc },
  PagesBrand: {
    'HostedPages.on()': (stack, brand) => pages(stack, { brand: { name: 'Example', ...brand } }),
  },
  PasskeysOptions: {
    'Passkeys.on()': passkeys,
  },
  PasswordPolicy: {
    'UsersApi.passwordPolicy': (stack, passwordPolicy) => usersApi(stack, { passwordPolicy }),
  },
  RefreshOptions: {
    'AuthBackend.refresh': backend((refresh: RefreshOptions) => AuthBackend.jwt({ refresh })),
  },
  SessionBackendOptions: {
    'AuthBackend.session()': backend((options) => AuthBackend.session(options)),
  },
  SubscriptionOptions: { 'UsersApiGrants.subscribe()': subscription },
  SuperuserOptions: { 'UsersApi.addSuperuser()': superuser },
  EmailCodeOptions: {
    'EmailLogin.code()': (stack, options) =>
      usersApi(stack, { emailLogin: EmailLogin.code(options) }),
  },
  TotpOptions: { 'Mfa.totp()': (stack, options) => usersApi(stack, { mfa: Mfa.totp(options) }) },
  UsersApiAttributes: { 'UsersApi.fromUsersApiAttributes()': imported },
  UsersApiParameterOptions: { 'UsersApi.fromParameter()': parameters },
  UsersApiProps: { 'new UsersApi()': usersApi },
  UsersDashboardProps: { 'new UsersDashboard()': dashboard },
  UsersFunctionOptions: {
    'UsersApiProps.functionOptions': (stack, options: UsersFunctionOptions) =>
      usersApi(stack, { functionOptions: options }),
    'UsersApiProps.functionOverrides': (stack, options: UsersFunctionOptions) =>
      usersApi(stack, { functionOverrides: { 'get-me': options } }),
  },
  UsersFactorsProps: { 'new UsersApi()': usersApi },
  UsersFunctionsProps: { 'new UsersApi()': usersApi },
  UsersRoutesOptions: { 'UsersApi.addRoutes()': routes },
  UsersStorageProps: { 'new UsersApi()': usersApi },
  UsersTableProps: { 'new UsersTable()': table },
  UsersTransferProps: { 'new UsersApi()': usersApi },
  WebSocketAuthorizerOptions: { 'UsersApi.webSocketAuthorizer()': webSocket },
};
