import { createHash } from 'node:crypto';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import type { CustomFields } from '../../users/custom-fields.ts';
import type { OAuthAccount } from '../../users/oauth.ts';
import type { LoginCredential, RequestKind } from '../../users/ports.ts';
import type { Session, SessionKey } from '../../users/session.ts';
import type { Credential, Profile, User } from '../../users/user.ts';

/** One item of the table as lib-dynamodb gives and takes it. */
export type Item = Record<string, NativeAttributeValue>;

export const profileKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PROFILE' });
export const credentialKey = (email: string) => ({ pk: `EMAIL#${email}`, sk: 'CREDENTIAL' });
const SESSION = 'SESSION#';
const REVOKED = 'REVOKED#';
export const sessionPartition = (userId: string) => `${SESSION}${userId}`;
export const sessionKey = ({ userId, sessionId }: SessionKey) => ({
  pk: sessionPartition(userId),
  sk: `${SESSION}${sessionId}`,
});
/** Of a login that nothing else is stored of. */
export const revocationKey = ({ userId, sessionId }: SessionKey) => ({
  pk: `${REVOKED}${userId}`,
  sk: `${REVOKED}${sessionId}`,
});
const REQUEST = 'REQUEST#';
export const requestPartition = (email: string) => `${REQUEST}${email}`;
export const requestKey = (kind: RequestKind | 'email-change', email: string) => ({
  pk: requestPartition(email),
  sk: kind,
});
/** All requests that there can be for an address. */
export const requestKeys = (email: string) =>
  (['forgot-password', 'request-verify', 'email-change'] as const).map((kind) =>
    requestKey(kind, email),
  );
/** How a login at a provider finds its user. The name of a client has no `#`, a subject may have. */
export const accountKey = ({ client, subject }: OAuthAccount) => ({
  pk: `OAUTH#${client}#${subject}`,
  sk: 'ACCOUNT',
});
const ACCOUNT = 'ACCOUNT#';
/** The same by the user, to list and to remove. */
export const accountOfUserKey = (userId: string, { client, subject }: OAuthAccount) => ({
  pk: `${ACCOUNT}${userId}`,
  sk: `${client}#${subject}`,
});
/** Partitions with items of one user, besides that of the profile. */
export const userPartitions = (userId: string) =>
  [SESSION, REVOKED, ACCOUNT].map((prefix) => `${prefix}${userId}`);
export const SUPERUSER_COUNT_KEY = { pk: 'SUPERUSERS', sk: 'COUNT' };

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

/** Attributes of a profile that every user has. */
export const USER_ATTRIBUTES = [
  'id',
  'email',
  'is_active',
  'is_superuser',
  'is_verified',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof User)[];

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

/** Whose session an item is; `undefined` for any other item. */
export function sessionOwner(item: Item): string | undefined {
  return idAfter(SESSION, item) === undefined ? undefined : item.user_id;
}

/** `undefined` for any other item. */
export function toSession(item: Item): Session | undefined {
  const sessionId = idAfter(SESSION, item);
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
  return idAfter(REVOKED, item);
}

/** `undefined` for any other item. The name of a client has no `#`, a subject may have. */
export function toAccount({ pk, sk }: Item): { client: string; subject: string } | undefined {
  if (!pk.startsWith(ACCOUNT)) return undefined;
  const end = sk.indexOf('#');
  return { client: sk.slice(0, end), subject: sk.slice(end + 1) };
}

/** `undefined` for any other item. */
export function toRequest({
  pk,
  sk,
  event,
}: Item): { kind: string; requested_at: string } | undefined {
  return pk.startsWith(REQUEST) ? { kind: sk, requested_at: event.at } : undefined;
}

function idAfter(prefix: string, { sk }: Item): string | undefined {
  return sk.startsWith(prefix) ? sk.slice(prefix.length) : undefined;
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
