import type { Credential, Profile } from '../users/user.ts';

/** What a credential says before the store is asked. */
export interface AccessClaims {
  readonly userId: string;
  /** `jti`. */
  readonly tokenId: string;
  readonly tokenVersion: number;
  /** What the user model put into the token besides. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** What a credential is: a signed token, say. */
export interface Strategy {
  /** Seconds. */
  readonly lifetime: number;
  issue(credential: Credential): Promise<string>;
  /** `undefined` for anything but an unexpired credential of this backend. */
  verify(credential: string): Promise<AccessClaims | undefined>;
}

/** Whether the user's profile still honours the claims. */
export function isHonoured(claims: AccessClaims, profile: Profile | undefined): profile is Profile {
  if (!profile?.user.is_active) return false;
  return claims.tokenVersion === profile.tokenVersion || claims.tokenId === profile.survivingToken;
}
