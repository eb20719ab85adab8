import { createHash } from 'node:crypto';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import { USER_ATTRIBUTES } from '../../../lib/contract/attributes.ts';
import { keyOf, sortKeyParts } from '../../../lib/contract/items.ts';
import type { CustomFields } from '../../users/model/user-model.ts';
import type { OAuthAccount } from '../../users/oauth/provider.ts';
import type { LoginCredential } from '../../users/ports.ts';
import type { Session, SessionKey } from '../../users/sessions/session.ts';
import type { Credential, Profile, User } from '../../users/user.ts';

/** One item of the table as lib-dynamodb gives and takes it. */
export type Item = Record<string, NativeAttributeValue>;

export const profileKey = (user: string) => keyOf('profile', { user });
export const credentialKey = (email: string) => keyOf('credential', { email });
export const sessionKey = ({ userId: user, sessionId: session }: SessionKey) =>
  keyOf('session', { user, session });
export const revocationKey = ({ userId: user, sessionId: session }: SessionKey) =>
  keyOf('revocation', { user, session });
export const accountKey = ({ client, subject }: OAuthAccount) =>
  keyOf('account', { client, subject });
export const accountOfUserKey = (user: string, { client, subject }: OAuthAccount) =>
  keyOf('account-of-user', { user, client, subject });
export const SUPERUSER_COUNT_KEY = keyOf('superuser-count', {});

/**
 * Partitions of the list index. One takes 1,000 writes a second (DynamoDB developer guide, "Burst
 * and adaptive capacity"), so four let 4,000 users a second register; a page reads all four.
 */
const LIST_SHARDS = 4;
export const LIST_PARTITIONS = Array.from({ length: LIST_SHARDS }, (_, shard) => `LIST#${shard}`);

/** The partition of a user, from the id, so that it never has to be stored twice. */
export function listPartition(userId: string): string {
  const [byte = 0] = createHash('sha256').update(userId).digest();
  return `LIST#${byte % LIST_SHARDS}`;
}

export function toUser(item: Item): User {
  const base = Object.fromEntries(USER_ATTRIBUTES.map((attribute) => [attribute, item[attribute]]));
  return { ...base, ...(item.custom && { custom: item.custom }) } as unknown as User;
}

export function toProfile(item: Item): Profile {
  return {
    user: toUser(item),
    version: item.version,
    tokenVersion: item.token_version,
    survivingToken: item.surviving_token,
    ...(item.pending_email && { pendingEmail: item.pending_email }),
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
  };
}

export function sessionItem(session: Session): Item {
  const { backend, created_at, last_used_at, ip, user_agent } = session;
  return {
    ...sessionKey(session),
    user_id: session.userId,
    backend,
    created_at,
    last_used_at,
    ip,
    user_agent,
    token_version: session.tokenVersion,
    expires_at: session.expiresAt,
    ...(session.secretHash !== undefined && { secret_hash: session.secretHash }),
    ...(session.claims && { claims: session.claims }),
    ...(session.generation !== undefined && { generation: session.generation }),
  };
}

/** `undefined` for any other item. */
export function toSession(item: Item): Session | undefined {
  const { session: sessionId } = sortKeyParts('session', item.sk) ?? {};
  if (sessionId === undefined) return undefined;
  const { backend, created_at, last_used_at, ip, user_agent } = item;
  return {
    userId: item.user_id,
    sessionId,
    backend,
    created_at,
    last_used_at,
    ip,
    user_agent,
    tokenVersion: item.token_version,
    expiresAt: item.expires_at,
    ...(item.secret_hash !== undefined && { secretHash: item.secret_hash }),
    ...(item.claims && { claims: item.claims }),
    ...(item.generation !== undefined && { generation: item.generation }),
    ...(item.rotated_at !== undefined && { rotated_at: item.rotated_at }),
    ...(item.ended_at !== undefined && { ended_at: item.ended_at }),
  };
}

/** Id of the login that an item revokes; `undefined` for any other item. */
export function toRevoked(item: Item): string | undefined {
  return sortKeyParts('revocation', item.sk)?.session;
}

/** The credential item of a user; `is_active` and `is_verified` are what login needs to know. */
export function credentialItem(
  user: User,
  secret: {
    passwordHash: string | undefined;
    credentialVersion: number;
    tokenVersion: number;
    claims?: CustomFields;
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
  };
}
