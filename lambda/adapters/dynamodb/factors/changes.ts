/**
 * The writes of changes of second factors, as data: each says what it means when its condition refuses it. Profile and credential
 * change together, and the profile only as it was read.
 */
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { NewEvent } from '../../../users/events/event.ts';
import type {
  FactorRefusal,
  FactorRemoval,
  RecoveryCodeReplacement,
  TotpConfirmation,
} from '../../../users/factors/factor-store.ts';
import type { FactorUse } from '../../../users/factors/factor-use.ts';
import type { PendingTotp } from '../../../users/factors/stored-totp.ts';
import type { Profile } from '../../../users/user.ts';
import { type ConditionalWrite, refuse } from '../calls.ts';
import { check, put, remove, update, type Write } from '../expressions.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { unlocked } from '../limits/counters.ts';
import { countOfCodes, recoveryCodeKey, totpKey, unused, useStep } from './used-codes.ts';

type Writes = ConditionalWrite<FactorRefusal>[];

/** A write has to name a value, so it compares one. */
const NO_FACTORS = { set: {}, remove: ['totp', 'recovery_codes'], equals: { totp: true } };

const pendingKey = (user: string) => keyOf('totp-enrolment', { user });

/** Nothing begins for a user who was deleted since the read. */
export function enrolment(
  table: string,
  user: string,
  { sealed, expiresAt, createdAt }: PendingTotp & { readonly createdAt: Date },
): ConditionalWrite<'gone'>[] {
  const Item = {
    ...pendingKey(user),
    user_id: user,
    sealed,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt,
  };
  return refuse('gone', [check(table, profileKey(user), {}), { Put: { TableName: table, Item } }]);
}

export function confirmation(
  table: string,
  { before, event, pending, step, recoveryCodes, unlessLocked }: TotpConfirmation,
): Writes {
  const { id: user } = before.user;
  const { sealed } = pending;
  const since = { user_id: user, created_at: event.at };
  const now = countOfCodes(recoveryCodes.length);
  const said = { ...now, set: { totp: true, ...now.set } };
  return [
    ...refuse('locked', unlocked(table, unlessLocked)),
    ...refuse('stale', ofUser(table, { before, event }, said)),
    ...refuse('used', [
      remove(table, pendingKey(user), { sealed }),
      put(table, { ...totpKey(user), ...since, sealed, last_step: step }),
      ...recoveryCodes.map((code) => put(table, { ...recoveryCodeKey(user, code), ...since })),
    ]),
  ];
}

export function removal(
  table: string,
  { before, event, recoveryCodes, given }: FactorRemoval,
): Writes {
  const { id: user } = before.user;
  return [
    ...refuse('locked', unlocked(table, given?.unlessLocked)),
    ...refuse('stale', ofUser(table, { before, event }, NO_FACTORS)),
    ...refuse('used', [
      removeSecret(table, user, given?.use),
      ...removeCodes(table, user, recoveryCodes, given?.use),
    ]),
  ];
}

export function replacement(
  table: string,
  { before, event, recoveryCodes, replacedBy, given }: RecoveryCodeReplacement,
): Writes {
  const { id: user } = before.user;
  const { use, unlessLocked } = given;
  const since = { user_id: user, created_at: event.at };
  return [
    ...refuse('locked', unlocked(table, unlessLocked)),
    ...refuse('stale', ofUser(table, { before, event }, countOfCodes(replacedBy.length))),
    ...refuse('used', [
      ...(use.method === 'totp' ? [useStep(table, use)] : []),
      ...removeCodes(table, user, recoveryCodes, use),
      ...replacedBy.map((code) => put(table, { ...recoveryCodeKey(user, code), ...since })),
    ]),
  ];
}

/** Profile and credential say the same of the user's factors. Whose the credential is follows from the profile. */
function ofUser(
  table: string,
  { before, event }: { readonly before: Profile; readonly event: NewEvent },
  {
    set,
    remove,
    equals = {},
  }: { readonly set: Item; readonly remove: readonly string[]; readonly equals?: Item },
): Write[] {
  const { user, version } = before;
  return [
    update(table, {
      key: profileKey(user.id),
      set: { event, version: version + 1, ...set },
      remove,
      equals: { version },
    }),
    update(table, { key: credentialKey(user.email), set, remove, equals }),
  ];
}

function removeSecret(table: string, user: string, use: FactorUse | undefined): Write {
  const Delete = { TableName: table, Key: totpKey(user) };
  switch (use?.method) {
    case 'totp':
      return { Delete: { ...Delete, ...unused(use) } };
    case 'recovery_code':
      return remove(table, Delete.Key, { sealed: use.sealed });
    case undefined:
      return { Delete };
  }
}

/** All that are left; the one that is given must be. */
function removeCodes(
  table: string,
  user: string,
  codes: readonly string[],
  use: FactorUse | undefined,
): Write[] {
  const given = use?.method === 'recovery_code' ? use.hash : undefined;
  return codes.map((code) => {
    const key = recoveryCodeKey(user, code);
    return code === given ? remove(table, key, {}) : { Delete: { TableName: table, Key: key } };
  });
}
