import type { Credential, LoginCredential, Profile } from './user.ts';

/** The result of a lookup of users. */
export interface FoundUsers {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Id of the user with the address that was asked for. */
  readonly owner?: string;
}

/** Strongly consistent reads of users; `SERVICE_UNAVAILABLE` while they are out of reach. */
export interface UserReads {
  /** Profiles by id and, in the same round trip, the owner of an address. */
  lookup(ids: readonly string[], alongside?: { readonly email?: string }): Promise<FoundUsers>;
  /** With the hash, for functions that verify or move the password. */
  credential(email: string): Promise<Credential | undefined>;
  loginCredential(email: string): Promise<LoginCredential | undefined>;
}
