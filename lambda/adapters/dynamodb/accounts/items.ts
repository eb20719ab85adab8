import { isDeepStrictEqual } from 'node:util';
import { USER_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import { NO_LINKS } from '../../../users/links.ts';
import type {
  Credential,
  CustomFields,
  Factors,
  Links,
  LoginCredential,
  Profile,
  User,
} from '../../../users/user.ts';
import type { FoundUsers } from '../../../users/user-reads.ts';
import type { Item } from '../item.ts';
import { credentialKey } from '../keys.ts';

export function toUser(item: Item): User {
  const base = Object.fromEntries(USER_ATTRIBUTES.map((attribute) => [attribute, item[attribute]]));
  return {
    ...base,
    is_superuser: item.is_superuser ?? false,
    ...(item.custom && { custom: item.custom }),
  } as unknown as User;
}

/**
 * The attributes of a user. Who is no superuser has no `is_superuser`: the functions that make ordinary
 * users may not name it.
 */
export function userAttributes({ is_superuser, ...user }: User): Item {
  return { ...user, ...(is_superuser && { is_superuser }) };
}

export function toProfile(item: Item): Profile {
  return {
    user: toUser(item),
    version: item.version,
    tokenVersion: item.token_version,
    survivingToken: item.surviving_token,
    ...(item.pending_email && { pendingEmail: item.pending_email }),
    ...(item.passwordless && { passwordless: true }),
    ...toLinks(item),
    ...toFactors(item),
  };
}

/** Every attribute is absent where there is none of the kind. */
function toFactors({
  totp = false,
  passkeys = 0,
  recovery_codes: recoveryCodes = 0,
}: Item): Pick<Profile, 'factors'> {
  return totp || passkeys > 0 ? { factors: { totp, passkeys, recoveryCodes } } : {};
}

/** What profile and credential have of second factors and passkeys. */
function factorAttributes({ totp, passkeys, recoveryCodes }: Factors): Item {
  return {
    ...(totp && { totp }),
    ...(passkeys > 0 && { passkeys }),
    ...(recoveryCodes > 0 && { recovery_codes: recoveryCodes }),
  };
}

/** Every attribute is absent until it first changes. */
function toLinks({
  link_version: version = NO_LINKS.version,
  link_floor: floor = NO_LINKS.floor,
  link_issuers: issuers = NO_LINKS.issuers,
}: Item): Pick<Profile, 'links'> {
  const links = { version, floor, issuers };
  return isDeepStrictEqual(links, NO_LINKS) ? {} : { links };
}

/** What a profile and a credential have of links; only the profile has the issuers. */
export function linkAttributes({ version, floor }: Links): Item {
  return {
    ...(version !== NO_LINKS.version && { link_version: version }),
    ...(floor !== NO_LINKS.floor && { link_floor: floor }),
  };
}

export function toCredential(item: Item): Credential {
  return {
    ...toLoginCredential(item),
    ...(item.password_hash !== undefined && { passwordHash: item.password_hash }),
  };
}

export function toLoginCredential(item: Item): LoginCredential {
  return {
    email: item.email,
    userId: item.user_id,
    credentialVersion: item.credential_version,
    tokenVersion: item.token_version,
    isActive: item.is_active,
    isVerified: item.is_verified,
    ...(item.claims && { claims: item.claims }),
    ...(item.link_floor !== undefined && { linkFloor: item.link_floor }),
    ...toFactors(item),
  };
}

/** The credential item of a user; `is_active` and `is_verified` are what login needs to know. */
export function credentialItem(
  user: User,
  secret: {
    passwordHash: string | undefined;
    credentialVersion: number;
    tokenVersion: number;
    claims?: CustomFields;
    links?: Links;
    factors?: Factors | undefined;
  },
): Item {
  return {
    ...credentialKey(user.email),
    email: user.email,
    user_id: user.id,
    ...(secret.passwordHash !== undefined && { password_hash: secret.passwordHash }),
    credential_version: secret.credentialVersion,
    token_version: secret.tokenVersion,
    is_active: user.is_active,
    is_verified: user.is_verified,
    ...(secret.claims && { claims: secret.claims }),
    ...linkAttributes(secret.links ?? NO_LINKS),
    ...(secret.factors && factorAttributes(secret.factors)),
  };
}

/**
 * The users among the items of a read, and the owner of the address whose credential is among them.
 */
export function toFoundUsers(items: readonly Item[]): FoundUsers {
  const profiles = items.filter(({ sk }) => sortKeyParts('profile', sk)).map(toProfile);
  const credential = items.find(({ sk }) => sortKeyParts('credential', sk));
  return {
    profiles: new Map(profiles.map((profile): [string, Profile] => [profile.user.id, profile])),
    ...(credential && { owner: credential.user_id }),
  };
}
