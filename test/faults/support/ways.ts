/** The ways in which one call of AWS fails, by what AWS can answer to it. */
import { cancelled, type Fault, faults } from '../../support/aws/fault-proxy.ts';

/** Longer than a client waits for an answer. */
const TOO_LATE_MS = 2_200;

const READ = {
  throttled: faults.throttledAccount,
  'internal error': faults.internalError,
  cut: faults.droppedBefore,
  late: { late: TOO_LATE_MS },
} satisfies Record<string, Fault>;

/** Before it is done, or after: then it is done twice if nothing prevents it. */
const { cut: _, ...MEANWHILE } = READ;
const WRITE = {
  ...MEANWHILE,
  'cut before it is done': faults.droppedBefore,
  'cut after it was done': faults.droppedAfter,
  'internal error after it was done': faults.internalErrorAfter,
};

const READ_OF_TABLE = { ...READ, throttled: faults.throttled };
const WRITE_OF_TABLE = { ...WRITE, throttled: faults.throttled };
/** A transaction has the same item. */
const SINGLE_WRITE = { ...WRITE_OF_TABLE, conflict: faults.conflict };
const TRANSACTION = {
  ...WRITE_OF_TABLE,
  conflict: cancelled('TransactionConflict'),
  'in progress': faults.inProgress,
};

const WAYS: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  GetItem: READ_OF_TABLE,
  BatchGetItem: READ_OF_TABLE,
  Query: READ_OF_TABLE,
  PutItem: SINGLE_WRITE,
  UpdateItem: SINGLE_WRITE,
  DeleteItem: SINGLE_WRITE,
  TransactWriteItems: TRANSACTION,
  GetSecretValue: READ,
  PutSecretValue: WRITE,
  UpdateSecretVersionStage: WRITE,
  PutEvents: WRITE,
};

/** @throws Error for a call whose ways to fail nobody has thought of */
export function waysOf(operation: string): Readonly<Record<string, Fault>> {
  const ways = WAYS[operation];
  if (ways === undefined)
    throw new Error(`how ${operation} fails is not in ${import.meta.filename}`);
  return ways;
}
