import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '../cloudformation/template.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { Cause } from './given-up.ts';
import type { LambdaRecord } from './record.ts';

/** How an event source mapping treats batches that fail. */
export interface DeliverySettings {
  readonly reportBatchItemFailures: boolean;
  readonly bisectBatchOnFunctionError: boolean;
  /** Infinity retries until the record is too old. */
  readonly maximumRetryAttempts: number;
  /** Seconds. */
  readonly maximumRecordAge: number;
}

export interface DeliveryPorts {
  invoke(records: readonly LambdaRecord[]): Promise<InvocationResult>;
  /** Everything up to this record is done with. */
  done(record: LambdaRecord): void;
  /** These records are given up. */
  discard(records: readonly LambdaRecord[], cause: Cause): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Milliseconds before the next attempt: short enough that an outage's end is noticed at once. */
const BACKOFF = { first: 50, most: 1_000 };

/**
 * Hands records to a function until each is done with or given up, in order: a record waits for
 * those before it. Ends early, with what is left undone, when the signal aborts.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function deliver(
  records: readonly LambdaRecord[],
  settings: DeliverySettings,
  ports: DeliveryPorts,
  signal: AbortSignal,
): Promise<void> {
  let pending = records;
  let failures = 0;
  while (pending.length > 0 && !signal.aborted) {
    const result = await ports.invoke(pending);
    const failed = firstFailure(result, pending, settings.reportBatchItemFailures);
    const last = pending[failed === -1 ? pending.length - 1 : failed - 1];
    if (last !== undefined) ports.done(last);
    if (failed === -1) return;
    if (!result.ok && settings.bisectBatchOnFunctionError && pending.length > 1) {
      const half = Math.ceil(pending.length / 2);
      await deliver(pending.slice(0, half), settings, ports, signal);
      await deliver(pending.slice(half), settings, ports, signal);
      return;
    }
    pending = pending.slice(failed);
    failures = failed > 0 ? 1 : failures + 1;
    const exhausted = failures > settings.maximumRetryAttempts;
    const kept = exhausted ? [] : young(pending, settings, ports);
    pending = giveUp(pending, kept, ports, {
      condition: exhausted ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded',
      invocations: failures,
      functionFailed: !result.ok,
    });
    if (pending.length > 0) await pause(failures, signal);
  }
}

/** Index of the first record to try again; -1 when there is none. */
function firstFailure(
  result: InvocationResult,
  records: readonly LambdaRecord[],
  reported: boolean,
): number {
  if (!result.ok) return 0;
  if (!reported) return -1;
  const response: unknown = JSON.parse(result.payload);
  const failures = isObject(response) ? response.batchItemFailures : undefined;
  if (!Array.isArray(failures) || failures.length === 0) return -1;
  const positions = failures.map((failure) =>
    records.findIndex(
      ({ dynamodb }) => isObject(failure) && dynamodb.SequenceNumber === failure.itemIdentifier,
    ),
  );
  // An identifier that is none of the batch's fails the batch as a whole.
  return Math.max(0, Math.min(...positions));
}

function young(
  records: readonly LambdaRecord[],
  { maximumRecordAge }: DeliverySettings,
  ports: DeliveryPorts,
): readonly LambdaRecord[] {
  const oldest = ports.now() / 1000 - maximumRecordAge;
  const first = records.findIndex(({ dynamodb }) => dynamodb.ApproximateCreationDateTime >= oldest);
  return first === -1 ? [] : records.slice(first);
}

function giveUp(
  pending: readonly LambdaRecord[],
  kept: readonly LambdaRecord[],
  ports: DeliveryPorts,
  cause: Cause,
): readonly LambdaRecord[] {
  const given = pending.slice(0, pending.length - kept.length);
  const last = given.at(-1);
  if (last !== undefined) {
    ports.discard(given, cause);
    ports.done(last);
  }
  return kept;
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const milliseconds = Math.min(BACKOFF.first * 2 ** (failures - 1), BACKOFF.most);
  await wait(milliseconds, undefined, { signal }).catch(() => {});
}
