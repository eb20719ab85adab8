/**
 * The composition root: makes the parts of the runtime from its environment. Each handler calls
 * what it needs, once, at its start; the bundler leaves the rest out of its bundle.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { BackendSettings, RefreshSettings } from '../lib/private/actions.ts';
import { AWS_CLIENT } from './adapters/aws-client.ts';
import { BcryptPasswordHash } from './adapters/bcrypt.ts';
import { DynamoDBOAuthAccountStore } from './adapters/dynamodb/account-store.ts';
import { DynamoDBLeftovers } from './adapters/dynamodb/leftovers.ts';
import { DynamoDBPersonalDataStore } from './adapters/dynamodb/personal-data-store.ts';
import { DynamoDBRequestStore } from './adapters/dynamodb/request-store.ts';
import { DynamoDBSessionStore } from './adapters/dynamodb/session-store.ts';
import { DynamoDBUserStore } from './adapters/dynamodb/user-store.ts';
import { EventBridgeEventBus } from './adapters/event-bridge.ts';
import { JwtCursors } from './adapters/jose/cursors.ts';
import { KeyPairTokens } from './adapters/jose/key-pair-tokens.ts';
import { KeySet } from './adapters/jose/key-set.ts';
import { JwtMailedTokens } from './adapters/jose/mailed-tokens.ts';
import { JwtOAuthAttempts } from './adapters/jose/oauth-attempts.ts';
import {
  accessPurpose,
  CURSOR_PURPOSE,
  EMAIL_CHANGE_PURPOSE,
  oauthPurpose,
  type Purpose,
  RESET_PURPOSE,
  refreshPurpose,
  VERIFY_PURPOSE,
} from './adapters/jose/purposes.ts';
import { JwtRefreshTokens } from './adapters/jose/refresh-tokens.ts';
import { SignedTokens } from './adapters/jose/signed-tokens.ts';
import { GitHub } from './adapters/oauth/github.ts';
import { OpenIdConnect } from './adapters/oauth/openid-connect.ts';
import { KeyRing } from './adapters/secrets-manager/key-ring.ts';
import { KeyRotation } from './adapters/secrets-manager/key-rotation.ts';
import { randomIds, systemClock, systemRandomness } from './adapters/system.ts';
import { loadUserModel } from './adapters/user-model/load.ts';
import type { Backend } from './auth/backend.ts';
import { bearerTransport } from './auth/bearer.ts';
import { cookieTransport, type RefreshCookie } from './auth/cookie.ts';
import { type AccessTokens, jwtStrategy } from './auth/jwt.ts';
import { type RefreshableStrategy, refreshableStrategy } from './auth/refreshable.ts';
import { sessionStrategy } from './auth/session.ts';
import type { Strategy } from './auth/strategy.ts';
import { environment } from './environment.ts';
import type { UserModel } from './users/custom-fields.ts';
import type { OAuthAttempts, OAuthProvider } from './users/oauth.ts';
import type { PasswordPolicy } from './users/password-policy.ts';
import type {
  Cursors,
  EmailChangeTokens,
  EventBus,
  Leftovers,
  OAuthAccountStore,
  PasswordHash,
  PersonalDataStore,
  RefreshTokens,
  RequestStore,
  ResetTokens,
  SessionStore,
  UserStore,
  VerificationTokens,
} from './users/ports.ts';

export { environment } from './environment.ts';

export const clock = systemClock;
export const ids = randomIds;
export const randomness = systemRandomness;

let client: DynamoDBDocumentClient | undefined;

/** The stores of a function share its connections. */
function documents(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient(AWS_CLIENT));
  return client;
}

export function userStore(): UserStore {
  return new DynamoDBUserStore(documents(), environment.tableName());
}

export function sessionStore(): SessionStore {
  return new DynamoDBSessionStore(documents(), environment.tableName());
}

export function oauthAccountStore(): OAuthAccountStore {
  return new DynamoDBOAuthAccountStore(documents(), environment.tableName());
}

export function leftovers(): Leftovers {
  return new DynamoDBLeftovers(documents(), environment.tableName());
}

export function personalDataStore(): PersonalDataStore {
  return new DynamoDBPersonalDataStore(documents(), environment.tableName());
}

export function requestStore(): RequestStore {
  return new DynamoDBRequestStore(documents(), environment.tableName());
}

export function passwordHash(): PasswordHash {
  return new BcryptPasswordHash(environment.bcryptCost());
}

export function passwordPolicy(): PasswordPolicy {
  return { minLength: environment.passwordMinLength() };
}

/** The module of custom fields, where there is one: it stands beside the bundle. */
export function userModel(): Promise<UserModel> {
  const file = environment.userModel();
  return loadUserModel(file === undefined ? undefined : new URL(file, import.meta.url).href);
}

export function eventBus(): EventBus {
  return new EventBridgeEventBus(new EventBridgeClient(AWS_CLIENT), environment.eventBusName());
}

export function resetTokens(): ResetTokens {
  const tokens = signedTokens(RESET_PURPOSE, environment.resetTokenSecretArn());
  const lifetime = environment.resetTokenLifetime();
  return new JwtMailedTokens(tokens, lifetime, ['userId', 'email', 'credentialVersion']);
}

export function verificationTokens(): VerificationTokens {
  const tokens = signedTokens(VERIFY_PURPOSE, environment.verificationTokenSecretArn());
  const lifetime = environment.verificationTokenLifetime();
  return new JwtMailedTokens(tokens, lifetime, ['userId', 'email']);
}

export function emailChangeTokens(): EmailChangeTokens {
  const tokens = signedTokens(EMAIL_CHANGE_PURPOSE, environment.verificationTokenSecretArn());
  const lifetime = environment.verificationTokenLifetime();
  const names = ['userId', 'email', 'newEmail', 'credentialVersion'] as const;
  return new JwtMailedTokens(tokens, lifetime, names);
}

/** Signed with the first backend's secret, which every function that lists can read. */
export function cursors(): Cursors {
  const [first] = environment.backends();
  if (!first) throw new Error('the environment variable BACKENDS names no backend');
  const secretArn = environment.cursorSecretArn() ?? secretOf(first);
  return new JwtCursors(signedTokens(CURSOR_PURPOSE, secretArn));
}

/** The public keys of all backends that sign with key pairs. */
export function publicKeySets(): readonly KeySet[] {
  return environment.publicKeysSecretArns().map((arn) => new KeySet(keyRing(arn)));
}

export function keyRotation(): KeyRotation {
  return new KeyRotation(new SecretsManagerClient(AWS_CLIENT), environment.keyRotation());
}

/** What it takes to tell who calls. */
export function authentication() {
  return { backends: backends(), store: userStore(), sessions: sessionStore(), clock };
}

/** In the order given to the construct. */
export function backends(): readonly Backend[] {
  return environment.backends().map(backend);
}

/** The one backend of a function that exists once for each. */
export function ownBackend(): Backend {
  const [own] = backends();
  if (!own) throw new Error('the environment variable BACKENDS names no backend');
  return own;
}

/** The provider of the function's own OAuth client. */
export function oauthProvider(): OAuthProvider {
  const { clientId, scopes, redirectUri, issuer } = environment.oauthClient();
  const clientSecret = async () => {
    const { material } = await keyRing(environment.oauthClientSecretArn()).current();
    return Buffer.from(material).toString('utf8').trim();
  };
  const options = { clientId, clientSecret, scopes, redirectUri };
  return issuer === undefined ? new GitHub(options) : new OpenIdConnect({ ...options, issuer });
}

export function oauthAttempts(lifetime: number): OAuthAttempts {
  const { flow, name, stateSecretArn } = environment.oauthClient();
  const tokens = signedTokens(oauthPurpose(flow, name), stateSecretArn);
  return new JwtOAuthAttempts(tokens, clock, lifetime);
}

/** What refreshes the credentials of that one backend. */
export function ownRefresh(): {
  readonly tokens: RefreshTokens;
  readonly reuseInterval: number;
  readonly renew: RefreshableStrategy['renew'];
} {
  const [own] = environment.backends();
  if (own?.refresh === undefined) throw new Error('BACKENDS names no backend with refresh');
  const { renew } = refreshable(own, own.refresh);
  return { tokens: refreshTokens(own), reuseInterval: own.refresh.reuseInterval, renew };
}

function backend(settings: BackendSettings): Backend {
  const { name, cookie } = settings;
  return {
    name,
    transport: cookie ? cookieTransport(cookie, refreshCookie(settings)) : bearerTransport,
    strategy: strategy(settings),
  };
}

function strategy(settings: BackendSettings): Strategy {
  const { name, lifetime, session, refresh } = settings;
  if (session !== undefined) {
    return sessionStrategy({ backend: name, clock, ids, randomness, lifetime, ...session });
  }
  if (refresh !== undefined) return refreshable(settings, refresh);
  return jwtStrategy({ tokens: accessTokens(settings), clock, ids, lifetime });
}

function secretOf({ name, secretArn }: BackendSettings): string {
  if (secretArn === undefined) throw new Error(`the backend ${name} has no secret`);
  return secretArn;
}

function refreshCookie({ name, refresh }: BackendSettings): RefreshCookie | undefined {
  const cookieName = refresh?.cookieName;
  return cookieName === undefined ? undefined : { name: cookieName, route: `/refresh/${name}` };
}

function refreshable(settings: BackendSettings, refresh: RefreshSettings): RefreshableStrategy {
  return refreshableStrategy({
    backend: settings.name,
    tokens: accessTokens(settings),
    refreshTokens: () => refreshTokens(settings),
    clock,
    ids,
    lifetime: settings.lifetime,
    refreshLifetime: refresh.lifetime,
  });
}

function refreshTokens({ name, refresh }: BackendSettings): RefreshTokens {
  if (refresh?.secretArn === undefined) throw new Error(`${name}: nothing to sign refresh with`);
  return new JwtRefreshTokens(signedTokens(refreshPurpose(name), refresh.secretArn));
}

function accessTokens(settings: BackendSettings): AccessTokens {
  const { name, keyPair } = settings;
  const purpose = accessPurpose(name);
  const secretArn = secretOf(settings);
  if (keyPair === undefined) return signedTokens(purpose, secretArn);
  const keys = new KeySet(keyRing(secretArn));
  return new KeyPairTokens({ ...keyPair, purpose, clientId: name, keys, clock });
}

function signedTokens(purpose: Purpose, secretArn: string): SignedTokens {
  return new SignedTokens(purpose, keyRing(secretArn), clock);
}

const keyRings = new Map<string, KeyRing>();

/** Backends that share a secret share what was read of it. */
function keyRing(secretArn: string): KeyRing {
  const ring =
    keyRings.get(secretArn) ?? new KeyRing(new SecretsManagerClient(AWS_CLIENT), secretArn, clock);
  keyRings.set(secretArn, ring);
  return ring;
}
