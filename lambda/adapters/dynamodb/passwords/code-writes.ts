/** The writes of codes that were mailed, as data: a try is one write, whether it is right or wrong. */
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { UsedCode } from '../../../users/used-code.ts';
import { namesOf, type Write } from '../expressions.ts';
import type { Item } from '../item.ts';

/** It is of the newest request, and was neither used nor wrong too often. */
const OPEN = '#event.#id = :request AND tries_left > :none';

/** Uses a code up. The write that is repeated, as its answer was lost, is the same use. */
export function useCode(table: string, code: UsedCode): Write {
  return {
    Update: {
      ...onRequest(table, code, { ':use': code.use }),
      UpdateExpression: 'SET tries_left = :none, used_by = :use',
      ConditionExpression: `${OPEN} OR (#event.#id = :request AND used_by = :use)`,
    },
  };
}

/** Takes one try away, once. */
export function wrongCode(table: string, code: UsedCode): UpdateCommandInput {
  return {
    ...onRequest(table, code, { ':use': code.use, ':one': 1 }),
    UpdateExpression: 'SET tries_left = tries_left - :one, used_by = :use',
    ConditionExpression: `${OPEN} AND (attribute_not_exists(used_by) OR used_by <> :use)`,
  };
}

/** Uses a code up with its request, as others are forgotten when an address gets its user. */
export function forgetRequest(table: string, code: UsedCode): Write {
  return { Delete: { ...onRequest(table, code, {}), ConditionExpression: OPEN } };
}

function onRequest(table: string, { email, requestId }: UsedCode, values: Item) {
  return {
    TableName: table,
    Key: keyOf('request-login', { email }),
    ExpressionAttributeNames: namesOf(['event', 'id']),
    ExpressionAttributeValues: { ':request': requestId, ':none': 0, ...values },
  };
}
