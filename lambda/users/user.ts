type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A user's fields besides the base fields: JSON, as the user model's schema returned it. */
export type CustomFields = Readonly<Record<string, Json>>;

/**
 * A user as stored. Field names are those of the wire, so that nothing is renamed on the way out;
 * `publicUser` puts the custom fields next to the base ones.
 */
export interface User {
  /** UUID, version 7 (RFC 9562): ids sort by age. */
  readonly id: string;
  /** Lower-case ASCII; see `parseEmail`. */
  readonly email: string;
  readonly is_active: boolean;
  readonly is_superuser: boolean;
  readonly is_verified: boolean;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** RFC 3339, UTC. */
  readonly updated_at: string;
  /** Absent until the user is written under a user model. */
  readonly custom?: CustomFields;
}

/** A user with what sign-in state and concurrency need. Never holds a password hash. */
export interface Profile {
  readonly user: User;
  /** Rises with every change; each write of the profile is conditional on it. */
  readonly version: number;
  /** Access tokens carry it: raising it voids them all. */
  readonly tokenVersion: number;
  /** Id of the one login that outlives its `tokenVersion`: the one that changed the password. */
  readonly survivingToken?: string;
  /** The address that waits to be confirmed; never shown. */
  readonly pendingEmail?: string;
  /** The user has registered through a provider, and has set no password since. */
  readonly passwordless?: true;
  /** Read by `linksOf`. */
  readonly links?: Links;
  /** Absent where there is none. */
  readonly factors?: Factors;
}

/** Which accounts at providers still sign a user in; `links.ts` says how. */
export interface Links {
  readonly version: number;
  /** Accounts of an earlier version don't sign in any more, and are removed. */
  readonly floor: number;
  /** By issuer: the latest version under which an account there was linked. */
  readonly issuers: Readonly<Record<string, number>>;
}

/** Which second factors a user has. */
export interface Factors {
  /** An authenticator app is confirmed. */
  readonly totp: boolean;
  /** How many. */
  readonly passkeys: number;
  /** How many are left. */
  readonly recoveryCodes: number;
}

/** What login needs, kept under the address: one read, and the key makes the address unique. */
export interface Credential {
  readonly email: string;
  readonly userId: string;
  /** Absent where the user has no password, having registered through a provider. */
  readonly passwordHash?: string;
  /** Rises with the password and with the address; reset tokens carry it. */
  readonly credentialVersion: number;
  /** Copies of the profile's, changed in the same transaction. */
  readonly tokenVersion: number;
  readonly isActive: boolean;
  readonly isVerified: boolean;
  /** Copies of the custom fields that were claims when they were written. */
  readonly claims?: CustomFields;
  /** Accounts at providers that were linked under an earlier version don't sign in. Absent: all do. */
  readonly linkFloor?: number;
  /** Copies of the profile's; absent where there is none. */
  readonly factors?: Factors;
}

/** What a login needs once its user is known: everything except the hash. */
export type LoginCredential = Omit<Credential, 'passwordHash'>;

/** The same of a user who has proved who it is, maybe by a passkey, for which only the profile is read. */
export interface ProvedCredential extends Omit<LoginCredential, 'credentialVersion'> {
  readonly credentialVersion?: number;
}

/** What a credential is issued for. */
export interface EntitledLogin extends ProvedCredential {
  /** What a hook added to the claims. */
  readonly addedClaims?: CustomFields;
}

/** Which account at which provider. */
export interface OAuthAccount {
  /** Name of the OAuth client, as the construct has it. */
  readonly client: string;
  /** The provider, as it identifies itself: subjects of two issuers say nothing of each other. */
  readonly issuer: string;
  /** The issuer's own id of the account: it never changes and is never given to another. */
  readonly subject: string;
}

/** An account to be linked to a user. */
export interface NewLink extends OAuthAccount {
  /** Where the provider vouches for it. */
  readonly email?: string;
}

/** True where the user counts towards "the last superuser". */
export function isActiveSuperuser(user: User): boolean {
  return user.is_active && user.is_superuser;
}
