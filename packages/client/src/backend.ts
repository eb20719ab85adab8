/** The backends of the API, as a client signs in at them. */
import type { CredentialStorage } from './storage.ts';

export interface BearerOptions<Name extends string = string> {
  /**
   * Name of the backend: that of `AuthBackend.jwt()` is `jwt`, that of `AuthBackend.session()` `session`.
   *
   * @default 'jwt'
   */
  readonly name?: Name;

  /**
   * Where tokens are kept: `localStorage`, or anything with `getItem` and `setItem`. Every script of the page can read
   * what is in `localStorage`, also after the last tab is closed.
   *
   * @default - in memory: open tabs of one origin share them, and they end with the last of these tabs
   */
  readonly storage?: CredentialStorage;
}

export interface CookieOptions<Name extends string = string> {
  /** @default 'cookie' */
  readonly name?: Name;

  /**
   * The backend has `refresh`.
   *
   * @default false
   */
  readonly refresh?: boolean;

  /**
   * Seconds that the cookie lasts, `lifetime` of the backend: no script can see that. With it the cookie is refreshed
   * before it ends, otherwise when a request is refused.
   *
   * @default - unknown
   */
  readonly lifetime?: number;
}

export interface BearerBackend<Name extends string = string> {
  readonly kind: 'bearer';
  readonly name: Name;
  readonly storage?: CredentialStorage;
}

export interface CookieBackend<Name extends string = string> {
  readonly kind: 'cookie';
  readonly name: Name;
  readonly refresh: boolean;
  readonly lifetime?: number;
}

export type Backend<Name extends string = string> = BearerBackend<Name> | CookieBackend<Name>;

/** A backend whose tokens the client sends: `AuthBackend.jwt()`, or a stored session by bearer. */
export function bearer<Name extends string = 'jwt'>({
  name = 'jwt' as Name,
  storage,
}: BearerOptions<Name> = {}): BearerBackend<Name> {
  return { kind: 'bearer', name, ...(storage && { storage }) };
}

/** A backend whose cookie the browser sends: `AuthBackend.cookie()`, or a stored session by cookie. */
export function cookie<Name extends string = 'cookie'>({
  name = 'cookie' as Name,
  refresh = false,
  lifetime,
}: CookieOptions<Name> = {}): CookieBackend<Name> {
  return { kind: 'cookie', name, refresh, ...(lifetime !== undefined && { lifetime }) };
}
