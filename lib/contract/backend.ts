/** Authentication backends, as the functions get them: a transport and a strategy, each of a kind. */

/** RFC 7518, 3.1: the algorithms whose signatures a public key verifies. */
export type KeyPairAlgorithm = 'RS256' | 'ES256';

export interface BackendSettings {
  readonly name: string;
  readonly transport: TransportSettings;
  readonly strategy: StrategySettings;
}

/** How a credential travels. */
export type TransportSettings = BearerSettings | CookieSettings;

export interface BearerSettings {
  readonly kind: 'bearer';
}

export interface CookieSettings {
  readonly kind: 'cookie';
  readonly name: string;
  readonly domain?: string;
  readonly path: string;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
  /** Of the cookie with refresh tokens, where the backend has them. */
  readonly refreshName?: string;
}

/** What a credential is. */
export type StrategySettings = JwtSettings | SessionSettings;

/** A strategy as it was chosen, before there are secrets for it. */
export type StrategyChoice = JwtChoice | SessionSettings;

/** A random token whose hash is stored. */
export interface SessionSettings {
  readonly kind: 'session';
  /** Seconds from the login. */
  readonly lifetime: number;
  /** Seconds without use after which a session ends. */
  readonly idleTimeout: number;
}

/** A signed token. */
export interface JwtChoice {
  readonly kind: 'jwt';
  /** Of an access token, in seconds. */
  readonly lifetime: number;
  /** HS256 with a key that is derived from a secret, or a key pair. */
  readonly keys: DerivedKeys | KeyPair;
  /** Where logins are stored and access tokens can be refreshed. */
  readonly refresh?: RefreshChoice;
}

interface DerivedKeys {
  readonly kind: 'derived';
}

interface KeyPair {
  readonly kind: 'key-pair';
  readonly algorithm: KeyPairAlgorithm;
}

export interface RefreshChoice {
  /** Seconds from the login. */
  readonly lifetime: number;
  /** Seconds for which a replaced token still gets its replacement. */
  readonly reuseInterval: number;
}

export interface JwtSettings extends JwtChoice {
  readonly keys: DerivedKeySettings | KeyPairSettings;
  readonly refresh?: RefreshSettings;
}

export interface DerivedKeySettings extends DerivedKeys {
  readonly secretArn: string;
}

export interface KeyPairSettings extends KeyPair {
  /** `iss` of the tokens: the URL of the API. */
  readonly issuer: string;
  /** Of the private keys, a JWK Set (RFC 7517); only for a function that signs. */
  readonly signingSecretArn?: string;
  /** Of the public ones; only for a function that verifies. */
  readonly publicSecretArn?: string;
}

export interface RefreshSettings extends RefreshChoice {
  /** What the keys of refresh tokens are derived from; only for functions that issue them. */
  readonly secretArn?: string;
}

/** Whether logins are stored, so that they can be listed and ended one by one. */
export function keepsSessions(strategy: StrategyChoice): boolean {
  return strategy.kind === 'session' || strategy.refresh !== undefined;
}

/** The algorithm of the key pair that access tokens are signed with, if one signs them. */
export function keyPairOf(strategy: StrategyChoice): KeyPairAlgorithm | undefined {
  return strategy.kind === 'jwt' && strategy.keys.kind === 'key-pair'
    ? strategy.keys.algorithm
    : undefined;
}

/** `aud` of a backend's access tokens. */
export function accessAudience(backend: string): string {
  return `users-api:access:${backend}`;
}
