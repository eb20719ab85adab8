import { keyOf } from '../../../../lib/contract/item-keys.ts';
import { isActiveSuperuser, type User } from '../../../users/user.ts';
import type { Write } from '../expressions.ts';

/** Keeps the number of active superusers; its condition refuses to take the last one away. */
export function countSuperusers(
  table: string,
  before: User | undefined,
  after: User | undefined,
): Write[] {
  const was = before !== undefined && isActiveSuperuser(before);
  const is = after !== undefined && isActiveSuperuser(after);
  if (was === is) return [];
  const step = {
    TableName: table,
    Key: keyOf('superuser-count', {}),
    UpdateExpression: 'ADD active_superusers :step',
  };
  return [
    {
      Update: is
        ? { ...step, ExpressionAttributeValues: { ':step': 1 } }
        : {
            ...step,
            ConditionExpression: 'active_superusers > :one',
            ExpressionAttributeValues: { ':step': -1, ':one': 1 },
          },
    },
  ];
}
