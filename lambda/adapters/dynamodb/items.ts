import { createHash } from 'node:crypto';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import type { CustomFields } from '../../users/custom-fields.ts';
import type { Credential, Profile, User } from '../../users/user.ts';

/** One item of the table as lib-dynamodb gives and takes it. */
export type Item = Record<string, NativeAttributeValue>;

export const profileKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PROFILE' });
export const credentialKey = (email: string) => ({ pk: `EMAIL#${email}`, sk: 'CREDENTIAL' });
export const forgotPasswordKey = (email: string) => ({
  pk: `REQUEST#${email}`,
  sk: 'forgot-password',
});
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
  };
}

export function toCredential(item: Item): Credential {
  return {
    email: item.email,
    userId: item.user_id,
    passwordHash: item.password_hash,
    credentialVersion: item.credential_version,
    tokenVersion: item.token_version,
    isActive: item.is_active,
    ...(item.claims && { claims: item.claims }),
  };
}

/** The credential item of a user; `is_active` and `is_verified` are what login needs to know. */
export function credentialItem(
  user: User,
  secret: {
    passwordHash: string;
    credentialVersion: number;
    tokenVersion: number;
    claims?: CustomFields;
  },
): Item {
  return {
    ...credentialKey(user.email),
    email: user.email,
    user_id: user.id,
    password_hash: secret.passwordHash,
    credential_version: secret.credentialVersion,
    token_version: secret.tokenVersion,
    is_active: user.is_active,
    is_verified: user.is_verified,
    ...(secret.claims && { claims: secret.claims }),
  };
}
