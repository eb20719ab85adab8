/** The writes of requests for something to be mailed, as data; `mail-limit.ts` has the rule that they keep. */
import type { PutCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { ASKED_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import type { Key } from '../../../../lib/contract/item-keys.ts';
import type { StoredEvent } from '../../../users/events/event.ts';
import {
  askedAgain,
  REQUEST_INTERVAL,
  REQUEST_WINDOW,
  type TooSoon,
} from '../../../users/passwords/mail-limit.ts';
import { namesOf } from '../expressions.ts';
import type { Item } from '../item.ts';

type Request = Item & { readonly event: StoredEvent };

/** In seconds since 1970, rounded down. */
export const timeOf = ({ event }: Pick<Request, 'event'>): number =>
  Math.floor(Date.parse(event.at) / 1000);

/**
 * A request that comes neither too soon nor too often. One write keeps the times of the last ones: each moves one place
 * on, and the condition looks at the first and the last. So it takes one wait whatever came before.
 */
export function requestUpdate(table: string, key: Key, item: Request): UpdateCommandInput {
  const now = timeOf(item);
  const set: Item = { ...item, expires_at: now + REQUEST_WINDOW };
  const times = ASKED_ATTRIBUTES;
  const [oldest] = times;
  const latest = times.at(-1);
  const moves = times
    .slice(1)
    .map((time, index) => `${times[index]} = if_not_exists(${time}, :never)`);
  const unless = (time: string | undefined, since: string) =>
    `(attribute_not_exists(${time}) OR ${time} <= ${since})`;
  return {
    TableName: table,
    Key: key,
    UpdateExpression: `SET ${[
      ...Object.keys(set).map((name) => `#${name} = :${name}`),
      ...moves,
      `${latest} = :now`,
    ].join(', ')}`,
    ConditionExpression: `${unless(latest, ':interval')} AND ${unless(oldest, ':window')}`,
    ExpressionAttributeNames: namesOf(Object.keys(set)),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ':now': now,
      ':never': 0,
      ':interval': now - REQUEST_INTERVAL,
      ':window': now - REQUEST_WINDOW,
    },
  };
}

/** When something was asked for, this time included, and the event of the time before, if there is one. */
export interface EarlierRequests {
  readonly asked: readonly number[];
  readonly last?: string;
}

/**
 * The first request in an hour, or one after those at `asked`, of which `last` is the last. It is a put, for those
 * transactions whose updates may not have these attributes.
 */
export function requestPut(
  table: string,
  item: Request,
  { asked, last }: EarlierRequests = { asked: [timeOf(item)] },
): PutCommandInput {
  const now = timeOf(item);
  const names = ASKED_ATTRIBUTES.slice(-asked.length);
  return {
    TableName: table,
    Item: {
      ...item,
      ...Object.fromEntries(names.map((name, index) => [name, asked[index]])),
      expires_at: now + REQUEST_WINDOW,
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...(last === undefined
      ? {
          // TTL deletes late, so the time is compared as well.
          ConditionExpression: 'attribute_not_exists(pk) OR expires_at <= :now',
          ExpressionAttributeValues: { ':now': now },
        }
      : {
          ConditionExpression: 'attribute_not_exists(pk) OR #event.#id = :last',
          ExpressionAttributeNames: namesOf(['event', 'id']),
          ExpressionAttributeValues: { ':last': last },
        }),
  };
}

/** What a request comes after, by the item that refused it; nothing where that is gone by now. */
export function earlierRequests(
  request: { readonly event: StoredEvent },
  item: Item | undefined,
): EarlierRequests | TooSoon {
  const again = askedAgain(item ? timesOf(item) : [], timeOf(request));
  return 'retryAfter' in again || !item ? again : { ...again, last: item.event.id };
}

/** When requests of this item were made, oldest first. */
export function timesOf(item: Item): readonly number[] {
  const times = ASKED_ATTRIBUTES.map((name) => Number(item[name] ?? 0)).filter((time) => time > 0);
  // Stored by a release that kept only the last one.
  return times.length === 0 ? [timeOf(item as Request)] : times;
}
