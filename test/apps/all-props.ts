/**
 * Every prop of `UsersApi` and every option of its backends: `Given` gets all that can be given to it, `Own`
 * makes it all by itself. Sets of props are `Required`, so a new prop has to be named before tsc passes.
 */
import * as path from 'node:path';
import { App, CfnOutput, Duration, RemovalPolicy, Size, Stack, type StackProps } from 'aws-cdk-lib';
import { TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  ApiDocumentation,
  AuthBackend,
  BreachedPasswords,
  BruteForce,
  type BruteForceOptions,
  ClientAddress,
  type CloudFrontAddressOptions,
  type CookieBackendOptions,
  type CookieOptions,
  EmailChange,
  FunctionLayout,
  type HaveIBeenPwnedOptions,
  ImportedHash,
  JwtAlgorithm,
  type JwtBackendOptions,
  LinkByEmail,
  OAuthClient,
  type OAuthClientOptions,
  type OidcClientOptions,
  PasswordHash,
  type PasswordPolicy,
  type RefreshOptions,
  RouteLayout,
  SameSite,
  type SessionBackendOptions,
  SessionTransport,
  UserModel,
  UsersApi,
  type UsersApiProps,
  UsersDomain,
  UsersTable,
} from '../../lib';
import { acknowledge } from '../../lib/private/acknowledge';
import type { UsersFactorsProps } from '../../lib/users-factors-props';
import { AllFactors } from './parts/all-factors';
import { authorizerOptions } from './parts/authorizer-options';
import { customDomain } from './parts/custom-domain';
import { subscribe } from './parts/every-rule';
import { functionOptions } from './parts/function-options';
import { protectRoute } from './parts/protected-route';
import { throttledApi } from './parts/throttled-api';

type GivenProps = Required<
  Omit<
    UsersApiProps,
    'throttle' | 'allowedHeaders' | 'deletionProtection' | 'passwordHash' | keyof UsersFactorsProps
  >
>;
type OwnProps = Required<
  Omit<
    UsersApiProps,
    | 'httpApi'
    | 'table'
    | 'eventBus'
    | 'resetPasswordTokenSecret'
    | 'verificationTokenSecret'
    | 'oauthClients'
    | 'passwordHashCost'
    | keyof UsersFactorsProps
  >
>;

const userModel = UserModel.fromFile(path.join(__dirname, '../../examples/user-model.ts'));
const refresh: Required<RefreshOptions> = {
  lifetime: Duration.days(90),
  reuseInterval: Duration.seconds(5),
};
const pwned: Required<HaveIBeenPwnedOptions> = {
  timeout: Duration.millis(500),
  url: 'https://passwords.example.com',
};
const passwordPolicy: Required<PasswordPolicy> = { minLength: 15, contextWords: ['Acme Shop'] };
const argon2id = ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 3, parallelism: 4 });

const bruteForce: Required<BruteForceOptions> = {
  attempts: 10,
  attemptsFromEverywhere: 50,
  failuresPerAddress: 1000,
  period: Duration.minutes(30),
};

/** A `UsersApi` with every prop but those of `AllFactors`: either all resources are given to it, or it makes them itself. */
export class AllProps extends Stack {
  constructor(scope: Construct, id: 'Given' | 'Own', props?: StackProps) {
    // A table with a customer's key can't be synthesised without a region.
    super(scope, `AllProps${id}`, {
      env: { region: process.env.CDK_DEFAULT_REGION ?? 'eu-central-1' },
      ...props,
    });
    const isGiven = id === 'Given';
    const encryptionKey = new Key(this, 'Key', { enableKeyRotation: true });
    const usersProps = isGiven ? this.given(encryptionKey) : ownProps(this, encryptionKey);
    const users = new UsersApi(this, id, usersProps);
    // Where the emulator answers, which knows nothing of the public URL.
    const endpoint = `${users.httpApi.apiEndpoint}${usersProps.basePath}`;
    new CfnOutput(this, `${id}Endpoint`, { value: endpoint });
    subscribe(users);
    protectRoute(users, authorizerOptions(isGiven ? 'mobile' : 'jwt', false));
    this.admitMissingRegions();
  }

  /**
   * cfn-lint looks at all Regions, and some have no schema registry: the docstring of the prop says
   * so.
   */
  private admitMissingRegions(): void {
    for (const resource of this.node.findAll()) {
      if (!(resource instanceof CfnRegistry || resource instanceof CfnSchema)) continue;
      resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3006'] } });
    }
  }

  private given(encryptionKey: Key): GivenProps {
    const secret = (name: string) => {
      const made = new Secret(this, name, {
        encryptionKey,
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
      });
      acknowledge(made, {
        'AwsSolutions-SMG4': 'As for the secrets that the construct makes itself.',
        'NIST.800.53.R5-SecretsManagerRotationEnabled': 'As for those of the construct.',
      });
      return made;
    };
    // A key pair is in secrets of the construct, so there are two halves of the options.
    const jwt: Required<Omit<JwtBackendOptions, 'keyRotationInterval'>> = {
      name: 'mobile',
      lifetime: Duration.minutes(15),
      secret: secret('MobileSecret'),
      algorithm: JwtAlgorithm.HS256,
      refresh,
    };
    const keyPair: Required<Omit<JwtBackendOptions, 'secret'>> = {
      name: 'partner',
      lifetime: Duration.minutes(5),
      algorithm: JwtAlgorithm.RS256,
      keyRotationInterval: Duration.days(30),
      refresh,
    };
    const cookie: Required<Omit<CookieBackendOptions, 'keyRotationInterval'>> = {
      name: 'web',
      lifetime: Duration.days(7),
      secret: secret('WebSecret'),
      algorithm: JwtAlgorithm.HS256,
      refresh,
      cookieName: '__Secure-session',
      domain: 'example.com',
      path: '/api',
      sameSite: SameSite.STRICT,
    };
    const google: Required<OAuthClientOptions> = {
      name: 'google',
      clientId: 'given',
      clientSecret: secret('GoogleSecret'),
      scopes: ['openid', 'email'],
      backend: 'web',
      redirectUri: 'https://app.example.com/signed-in',
      associateRedirectUri: 'https://app.example.com/associated',
      successUrl: 'https://app.example.com/welcome',
      errorUrl: 'https://app.example.com/sign-in',
      mfaUrl: 'https://app.example.com/second-factor',
      linkByEmail: LinkByEmail.ALWAYS,
    };
    const { successUrl: _, ...common } = google;
    const oidc: Required<Omit<OidcClientOptions, 'successUrl'>> = {
      ...common,
      name: 'partner',
      clientSecret: secret('PartnerSecret'),
      issuer: 'https://login.example.com',
      acceptsEarlierAccounts: true,
      backend: 'mobile',
    };
    const sessionCookie: Required<CookieOptions> = {
      cookieName: '__Secure-portal',
      domain: 'example.com',
      path: '/api',
      sameSite: SameSite.NONE,
    };
    const session: Required<SessionBackendOptions> = {
      name: 'portal',
      transport: SessionTransport.cookie(sessionCookie),
      idleTimeout: Duration.days(1),
      lifetime: Duration.days(60),
    };
    const cloudFront: Required<CloudFrontAddressOptions> = {
      secret: secret('OriginSecret'),
      header: 'X-Acme-Origin',
      required: false,
    };
    return {
      authBackends: [
        AuthBackend.jwt(keyPair),
        AuthBackend.jwt(jwt),
        AuthBackend.cookie(cookie),
        AuthBackend.session(session),
      ],
      oauthClients: [OAuthClient.google(google), OAuthClient.oidc(oidc)],
      userModel,
      resetPasswordTokenSecret: secret('ResetSecret'),
      resetPasswordTokenLifetime: Duration.minutes(10),
      verificationTokenSecret: secret('VerificationSecret'),
      verificationTokenLifetime: Duration.minutes(30),
      table: new UsersTable(this, 'Table', {
        encryption: TableEncryptionV2.customerManagedKey(encryptionKey),
      }),
      httpApi: throttledApi(this),
      basePath: '/api/accounts',
      routeLayout: RouteLayout.standard(),
      apiDocumentation: ApiDocumentation.pages(),
      domain: UsersDomain.at('https://auth.example.com/v1/api/accounts'),
      bruteForce: BruteForce.protect(bruteForce),
      clientAddress: ClientAddress.cloudFront(cloudFront),
      eventBus: new EventBus(this, 'EventBus'),
      passwordPolicy,
      breachedPasswords: BreachedPasswords.haveIBeenPwned(pwned),
      passwordHashCost: 11,
      importedHashes: [argon2id],
      requireCurrentPassword: false,
      recentLogin: Duration.minutes(5),
      emailChange: EmailChange.CONFIRM,
      requireVerification: false,
      loginEvents: true,
      maxSessionsPerUser: 10,
      eventSchemas: true,
      allowedOrigins: ['https://app.example.com'],
      encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: false,
      logRetention: RetentionDays.ONE_YEAR,
      importUsers: true,
      exportUsers: true,
      outputs: true,
      publishTo: '/all-props/given',
      functionOptions: functionOptions(this),
      functionLayout: FunctionLayout.perAction(),
      functionOverrides: {
        'get-me': { memorySize: 512, provisionedConcurrentExecutions: 2 },
        relay: { timeout: Duration.minutes(2), provisionedConcurrentExecutions: 1 },
      },
    };
  }
}

function ownProps(scope: Construct, encryptionKey: Key): OwnProps {
  return {
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie(), AuthBackend.session()],
    userModel,
    resetPasswordTokenLifetime: Duration.hours(2),
    verificationTokenLifetime: Duration.hours(3),
    basePath: '/accounts',
    apiDocumentation: ApiDocumentation.document(),
    routeLayout: RouteLayout.standard(),
    domain: UsersDomain.custom(customDomain(scope)),
    bruteForce: BruteForce.protect(bruteForce),
    clientAddress: ClientAddress.apiGateway(),
    throttle: { rateLimit: 20, burstLimit: 40 },
    passwordPolicy,
    breachedPasswords: BreachedPasswords.off(),
    passwordHash: PasswordHash.argon2id({ memory: Size.mebibytes(46), passes: 1 }),
    importedHashes: [ImportedHash.bcrypt({ cost: 12 })],
    requireCurrentPassword: true,
    recentLogin: Duration.minutes(30),
    emailChange: EmailChange.IMMEDIATE,
    requireVerification: false,
    loginEvents: true,
    maxSessionsPerUser: 5,
    eventSchemas: true,
    allowedOrigins: ['https://app.example.com', 'https://admin.example.com'],
    allowedHeaders: ['x-client-version'],
    encryptionKey,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    autoDeleteObjects: false,
    logRetention: RetentionDays.SIX_MONTHS,
    importUsers: false,
    exportUsers: false,
    outputs: true,
    publishTo: '/all-props/own',
    functionOptions: { memorySize: 2048 },
    functionLayout: FunctionLayout.perAction(),
    functionOverrides: { 'login-jwt': { reservedConcurrentExecutions: 5 } },
  };
}

const app = new App();
for (const id of ['Given', 'Own'] as const) {
  new AllProps(app, id);
  new AllFactors(app, id);
}
