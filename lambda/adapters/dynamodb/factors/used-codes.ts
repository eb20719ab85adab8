/** The writes by which a code is used, as data. */
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { NewEvent } from '../../../users/events/event.ts';
import type { RecoveryCodeUse, TotpUse } from '../../../users/factors/factor-use.ts';
import { namesOf, remove, update, type Write } from '../expressions.ts';
import type { Item } from '../item.ts';

export const totpKey = (user: string) => keyOf('totp', { user });
export const recoveryCodeKey = (user: string, code: string) =>
  keyOf('recovery-code', { user, code });

/** That the secret is as read, and no code of this step or of a later one was used. */
export function unused({ sealed, step }: TotpUse) {
  return {
    ConditionExpression: '#sealed = :sealed AND #last_step < :step',
    ExpressionAttributeNames: namesOf(['sealed', 'last_step']),
    ExpressionAttributeValues: { ':sealed': sealed, ':step': step } as Item,
  };
}

/** Each step is used once, and none after a later one. */
export function stepUpdate(table: string, use: TotpUse): UpdateCommandInput {
  const { ExpressionAttributeValues: values, ...condition } = unused(use);
  const { userId, resealed } = use;
  const again = resealed === undefined ? '' : ', #sealed = :resealed';
  return {
    TableName: table,
    Key: totpKey(userId),
    UpdateExpression: `SET #last_step = :step${again}`,
    ...condition,
    ExpressionAttributeValues: {
      ...values,
      ...(resealed !== undefined && { ':resealed': resealed }),
    },
  };
}

export function useStep(table: string, use: TotpUse): Write {
  return { Update: stepUpdate(table, use) as NonNullable<Write['Update']> };
}

/** One that is gone was used. */
export function useRecoveryCode(table: string, { userId, hash }: RecoveryCodeUse): Write {
  return remove(table, recoveryCodeKey(userId, hash), {});
}

/** What profile and credential say of how many are left: nothing where none is. */
export function countOfCodes(left: number): { readonly set: Item; readonly remove: string[] } {
  return left > 0
    ? { set: { recovery_codes: left }, remove: [] }
    : { set: {}, remove: ['recovery_codes'] };
}

/** The event of a recovery code is on the secret: the profile may have that of the login. */
export function noteRecovery(
  table: string,
  { userId, sealed, resealed = sealed }: RecoveryCodeUse,
  event: NewEvent,
): Write {
  const set = { event, ...(resealed !== sealed && { sealed: resealed }) };
  return update(table, { key: totpKey(userId), set, equals: { sealed } });
}
