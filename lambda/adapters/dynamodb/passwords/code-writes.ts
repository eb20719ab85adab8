/** The writes of codes that were mailed, as data. */
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { UsedCode } from '../../../users/used-code.ts';
import { namesOf, type Write } from '../expressions.ts';
import type { Item } from '../item.ts';

/** In place of the tries that are left. */
const USED = -1;

export const requestKey = (email: string) => keyOf('request-login', { email });

/** It is of the newest request, and was not used. */
const UNUSED = '#event.#id = :request AND tries_left > :used';

/** Uses a code up. The write that is repeated, as its answer was lost, is the same use. */
export function useCode(table: string, code: UsedCode): Write {
  return {
    Update: {
      ...onRequest(table, code, { ':use': code.use }),
      UpdateExpression: 'SET tries_left = :used, used_by = :use',
      ConditionExpression: `${UNUSED} OR (#event.#id = :request AND used_by = :use)`,
    },
  };
}

/** Uses a code up with its request, as others are forgotten when an address gets its user. */
export function forgetRequest(table: string, code: UsedCode): Write {
  return { Delete: { ...onRequest(table, code, {}), ConditionExpression: UNUSED } };
}

/** Takes one try of a request, once. */
export function takeTry(
  table: string,
  { email, request, id }: { readonly email: string; readonly request: string; readonly id: string },
): Write {
  return {
    Update: {
      TableName: table,
      Key: requestKey(email),
      UpdateExpression: 'SET tries_left = tries_left - :one, tried_by = :try',
      ConditionExpression:
        'request_name = :request AND tries_left > :none AND (attribute_not_exists(tried_by) OR tried_by <> :try)',
      ExpressionAttributeValues: { ':request': request, ':none': 0, ':one': 1, ':try': id },
      // One that was counted, and is sent again as its answer was lost, finds itself.
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function onRequest(table: string, { email, requestId }: UsedCode, values: Item) {
  return {
    TableName: table,
    Key: requestKey(email),
    ExpressionAttributeNames: namesOf(['event', 'id']),
    ExpressionAttributeValues: { ':request': requestId, ':used': USED, ...values },
  };
}
