import { SUPERUSER_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import type {
  LoginRecord,
  LoginRecorded,
  LoginStore,
  UsedFactor,
} from '../../../users/login/login-store.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { check, put, update, type Write } from '../expressions.ts';
import { countOfCodes, noteRecovery, useRecoveryCode, useStep } from '../factors/used-codes.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { unlocked } from '../limits/counters.ts';
import { passkeyUseWrites } from '../passkeys/passkey-use.ts';
import { useCode } from '../passwords/code-writes.ts';
import { getItem } from '../reads.ts';
import { sessionItem } from '../session-items.ts';
import { ending } from '../sessions/session-store.ts';

type Writes = ConditionalWrite<Exclude<LoginRecorded, 'recorded'>>[];

export class DynamoDBLoginStore implements LoginStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async recordLogin(login: LoginRecord): Promise<LoginRecorded> {
    return (await write(this.#client, loginWrites(this.#table, login))) ?? 'recorded';
  }

  async isSuperuser(userId: string): Promise<boolean> {
    const key = profileKey(userId);
    const item = await getItem(this.#client, this.#table, key, SUPERUSER_ATTRIBUTES);
    return item?.is_superuser === true;
  }
}

function loginWrites(table: string, login: LoginRecord): Writes {
  const { session, passkeyUse, renewed, usedCode, factor } = login;
  const renewal = renewed ? [ending(table, renewed.claims, renewed.at)] : [];
  return [
    ...refuse('locked', unlocked(table, factor?.unlessLocked)),
    ...refuse('used', usedCode ? [useCode(table, usedCode)] : []),
    ...refuse('stale', [
      ...ofCredential(table, login),
      ...(session ? [put(table, sessionItem(session))] : []),
      ...ofProfile(table, login),
    ]),
    ...refuse('used', factor ? factorWrites(table, factor) : []),
    ...(passkeyUse ? passkeyUseWrites(table, passkeyUse) : []),
    ...refuse('ended', renewal),
  ];
}

/** Nothing begins for a user who changed or was deleted since the read. */
function ofCredential(table: string, login: LoginRecord): Write[] {
  const { credential, upgradedHash, session, passkeyUse, renewed, factor } = login;
  const { email, userId, credentialVersion } = credential;
  const key = credentialKey(email);
  const asRead = {
    user_id: userId,
    ...(credentialVersion !== undefined && { credential_version: credentialVersion }),
    ...flagsOf(login),
  };
  const { set, remove, equals } = codesLeft(factor);
  const changed = { ...(upgradedHash !== undefined && { password_hash: upgradedHash }), ...set };
  if (Object.keys(changed).length > 0 || remove.length > 0) {
    return [update(table, { key, set: changed, remove, equals: { ...asRead, ...equals } })];
  }
  return session || renewed || passkeyUse || factor ? [check(table, key, asRead)] : [];
}

function ofProfile(table: string, login: LoginRecord): Write[] {
  const { event, factor } = login;
  const { email, userId } = login.credential;
  const { set, remove, add } = codesLeft(factor);
  if (event === undefined && factor?.use.method !== 'recovery_code') return [];
  return [
    update(table, {
      key: profileKey(userId),
      set: { ...(event && { event }), ...set },
      ...{ add, remove },
      equals: { email, ...flagsOf(login) },
    }),
  ];
}

const flagsOf = ({ credential }: LoginRecord) => ({
  token_version: credential.tokenVersion,
  is_active: true,
});

interface CodesLeft {
  readonly set: Item;
  readonly remove: readonly string[];
  readonly add: Readonly<Record<string, number>>;
  readonly equals: Item;
}

/** A recovery code fewer: profile and credential say so, and the profile is another version. */
function codesLeft(factor: UsedFactor | undefined): CodesLeft {
  if (factor?.use.method !== 'recovery_code') return { set: {}, remove: [], add: {}, equals: {} };
  const left = factor.use.codesLeft;
  return { ...countOfCodes(left), add: { version: 1 }, equals: { recovery_codes: left + 1 } };
}

function factorWrites(table: string, factor: UsedFactor): Write[] {
  if (!('event' in factor)) return [useStep(table, factor.use)];
  return [useRecoveryCode(table, factor.use), noteRecovery(table, factor.use, factor.event)];
}
