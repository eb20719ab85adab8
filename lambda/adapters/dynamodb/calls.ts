import { setTimeout as delay } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { UsersError } from '../../users/errors.ts';
import { isServiceUnavailable } from '../aws-errors.ts';
import type { Write } from './expressions.ts';

/** Attempts at a transaction that met another one on the same item, with full jitter between. */
const ATTEMPTS = 8;
const BASE_DELAY_MS = 20;
const MAX_DELAY_MS = 500;

/** Runs one call of the SDK, which retries by itself; what is left over is an outage to the caller. */
export async function call<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (isServiceUnavailable(error)) throw new UsersError('SERVICE_UNAVAILABLE', { cause: error });
    throw error;
  }
}

/** `TransactWriteItems`, "Errors": reasons that say "not now" rather than "not so". */
const TRANSIENT = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** One write of a transaction, and what it means when its condition refuses it. */
export interface ConditionalWrite<Refusal extends string> {
  readonly write: Write;
  readonly refusal: Refusal;
}

/**
 * Makes the writes, all or nothing; a single update is no transaction, which would cost twice.
 *
 * @returns `undefined` when written, else the refusal of the first write whose condition failed
 */
export async function write<Refusal extends string>(
  client: DynamoDBDocumentClient,
  writes: readonly ConditionalWrite<Refusal>[],
): Promise<Refusal | undefined> {
  const [only, ...others] = writes;
  const single = others.length === 0 ? only?.write.Update : undefined;
  if (!only || !single) return transact(client, writes);
  try {
    await call(() => client.send(new UpdateCommand(single)));
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return only.refusal;
    throw error;
  }
}

/**
 * A transaction cancelled because it met another one, or by throttling, was not written and is
 * tried again; the SDK repeats a call that got no answer under one idempotency token, so that it is
 * never written twice.
 */
async function transact<Refusal extends string>(
  client: DynamoDBDocumentClient,
  writes: readonly ConditionalWrite<Refusal>[],
): Promise<Refusal | undefined> {
  const TransactItems = writes.map(({ write }) => write);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await call(() => client.send(new TransactWriteCommand({ TransactItems })));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      if (refused >= 0) return writes[refused]?.refusal;
      if (!reasons.some(({ Code }) => Code !== undefined && TRANSIENT.has(Code))) throw error;
    }
    const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
    await delay(Math.random() * ceiling);
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}
