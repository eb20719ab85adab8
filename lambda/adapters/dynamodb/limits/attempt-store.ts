import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { ATTEMPT_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import {
  type AttemptStore,
  type Counted,
  LOCKOUT_TOLD_EVERY,
  type WrongTry,
} from '../../../users/limits/attempt-store.ts';
import {
  type Counter,
  type CounterState,
  stateOf,
  toldAs,
  type Watched,
} from '../../../users/limits/counter.ts';
import { isWritten, updateAndSee } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { batchGet } from '../reads.ts';
import { counterKey, toAttempts, toWatched } from './counters.ts';

export class DynamoDBAttemptStore implements AttemptStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async attempts(counters: readonly Counter[]): Promise<readonly Watched[]> {
    const keys = counters.map(counterKey);
    return toWatched(counters, await batchGet(this.#client, this.#table, keys, ATTEMPT_ATTRIBUTES));
  }

  async count(watched: Watched, wrong: WrongTry): Promise<Counted> {
    const { written, item } = await updateAndSee(
      this.#client,
      counting(this.#table, watched, wrong),
    );
    const seen = item && toAttempts(item);
    // A call that the SDK repeats because it got no response finds what the first one wrote.
    const counted = written || item?.attempt === wrong.id;
    if (!counted || !seen) return { counted: false, seen };
    if (seen.n === watched.counter.limit) await this.#tell(watched.counter, wrong);
    return { counted, attempts: seen };
  }

  /** For names without a user too, so that it takes as long. */
  async #tell(counter: Counter, { at, lockout }: WrongTry): Promise<void> {
    const name = toldAs(counter);
    if (lockout === undefined || name === undefined) return;
    const { event, userId } = lockout;
    const told = at.getTime();
    const notice = {
      TableName: this.#table,
      Item: {
        ...keyOf('lockout-notice', { name }),
        ...{ event, told_at: told, expires_at: Math.ceil(told / 1000) + LOCKOUT_TOLD_EVERY },
        ...(userId !== undefined && { user_id: userId }),
      },
      ConditionExpression: 'attribute_not_exists(pk) OR told_at <= :before',
      ExpressionAttributeValues: { ':before': told - LOCKOUT_TOLD_EVERY * 1000 },
    };
    await isWritten(() => this.#client.call('PutItem', notice));
  }
}

/** The write that counts a wrong try, by what the counter meant when it was seen. */
function counting(table: string, watched: Watched, wrong: WrongTry): UpdateCommandInput {
  const { counter } = watched;
  const state = stateOf(watched, wrong.arrivedAt);
  const { update, condition, values } =
    state.kind === 'open' ? oneMore(counter, wrong) : asSeen(state);
  return {
    TableName: table,
    Key: counterKey(counter),
    UpdateExpression: `SET ${update}`,
    ConditionExpression: condition,
    ExpressionAttributeValues: {
      ':at': wrong.at.getTime(),
      ':expires': Math.ceil(wrong.at.getTime() / 1000) + counter.period,
      ':attempt': wrong.id,
      ...values,
    },
    ReturnValues: 'ALL_NEW',
    // The counter that refused the write says what to do.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** An inequality, so that a hundred at once don't get into each other's way. */
function oneMore({ limit, lock, period }: Counter, { arrivedAt }: WrongTry) {
  const live = 'n < :limit AND last_at > :void AND attempt <> :attempt';
  const values = { ':limit': limit, ':void': arrivedAt.getTime() - period * 1000, ':one': 1 };
  const rest = 'attempt = :attempt ADD n :one';
  if (lock === 'window') {
    const first = 'last_at = if_not_exists(last_at, :at)';
    const until = 'expires_at = if_not_exists(expires_at, :expires)';
    return {
      update: `${first}, ${until}, ${rest}`,
      condition: `attribute_not_exists(pk) OR (${live})`,
      values,
    };
  }
  return {
    update: `last_at = :at, expires_at = :expires, ${rest}`,
    condition: `attribute_not_exists(pk) OR (${live} AND last_at <= :at)`,
    values,
  };
}

/** Of those that come after a lock, or after all was void, one is counted. */
function asSeen(state: Exclude<CounterState, { readonly kind: 'open' }>) {
  if (state.kind === 'locked') throw new Error('a try while a counter is locked is not counted');
  const { n, lastAt } = state.seen;
  return {
    update: 'n = :next, last_at = :at, expires_at = :expires, attempt = :attempt',
    condition: 'n = :n AND last_at = :last',
    values: { ':next': state.kind === 'void' ? 1 : n + 1, ':n': n, ':last': lastAt },
  };
}
