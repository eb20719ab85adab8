import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { clientConfig } from 'cdk-users-api-local/test/engine';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { UsersError } from '../../../../lambda/users/errors.ts';
import type { Change } from '../../../../lambda/users/events/change.ts';
import { FAULTS, type Fault } from '../../../simulation/faults.ts';
import { ScheduledCalls } from '../../../simulation/scheduled-calls.ts';
import { Scheduler } from '../../../simulation/scheduler.ts';
import { openTestEngine } from '../../../support/aws/engine.ts';
import { cancelled, FaultProxy, faults } from '../../../support/aws/fault-proxy.ts';
import { documentsAt } from '../../../support/aws/json-clients.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import { changesIn } from '../../../support/aws/stream-changes.ts';
import { startUsersTable } from '../../../support/aws/users-table.ts';
import { required } from '../../../support/domain/domain.ts';
import { dynamoDBStores, storesOf } from '../../../support/stores/dynamodb-stores.ts';
import { ACCOUNT_OPERATIONS } from '../../../support/stores/faults/account-operations.ts';
import {
  DEVICE_OPERATIONS,
  EMAIL_LOGIN_OPERATIONS,
} from '../../../support/stores/faults/email-login-operations.ts';
import { FACTOR_OPERATIONS } from '../../../support/stores/faults/factor-operations.ts';
import { GUESS_OPERATIONS } from '../../../support/stores/faults/guess-operations.ts';
import {
  MAIL_OPERATIONS,
  PROVIDER_OPERATIONS,
  SWEEPS,
} from '../../../support/stores/faults/mail-and-provider-operations.ts';
import { Given, type Operation } from '../../../support/stores/faults/operation.ts';
import { PASSKEY_OPERATIONS } from '../../../support/stores/faults/passkey-operations.ts';
import { SESSION_OPERATIONS } from '../../../support/stores/faults/session-operations.ts';
import { storedIn } from '../../../support/stores/faults/stored.ts';
import { memoryStores } from '../../../support/stores/memory/memory-store.ts';
import { MemoryTable } from '../../../support/stores/memory/table.ts';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...ACCOUNT_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...GUESS_OPERATIONS,
  ...MAIL_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...PASSKEY_OPERATIONS,
  ...FACTOR_OPERATIONS,
  ...EMAIL_LOGIN_OPERATIONS,
  ...DEVICE_OPERATIONS,
};

const NONE = 'no fault';

describe('the store in memory does what DynamoDB does', () => {
  withoutWaiting();
  let engine: Engine;
  let proxy: FaultProxy;
  let streams: DynamoDBStreamsClient;

  beforeAll(async () => {
    engine = await openTestEngine();
    proxy = await FaultProxy.start(engine.endpoint);
    streams = new DynamoDBStreamsClient(clientConfig(engine.endpoint));
  });
  afterAll(async () => {
    streams.destroy();
    await proxy.stop();
    await engine.stop();
  });

  async function onDynamoDB({ before, ask }: Operation, fault: Fault | typeof NONE) {
    const table = await startUsersTable(engine);
    try {
      const store = storesOf(table);
      const given = await new Given(store).begin();
      await before?.(given);
      proxy.reset();
      inject(proxy, fault);
      const asked = dynamoDBStores(documentsAt(proxy.endpoint), table.name);
      const outcome = await outcomeOf(ask(given.asking(asked)));
      proxy.reset();
      const stored = await storedIn(store);
      const end = given.event('after-request-verify');
      await store.record({ kind: 'request-verify', email: 'end@example.com', event: end });
      const changes = await eventually(async () => {
        const found = await changesIn(streams, table.streamArn);
        return found.some((each) => idOf(each) === end.id) ? found : undefined;
      });
      return { outcome, stored, changes: told(changes, end.id) };
    } finally {
      await table.stop();
    }
  }

  test.each(cases(OPERATIONS, [NONE, ...FAULTS]))('at %s, with %s', async (name, fault) => {
    const operation = required(OPERATIONS[name]);
    expect(await inMemory(operation, fault)).toEqual(await onDynamoDB(operation, fault));
  });

  test.each(cases(SWEEPS, [NONE, 'repeated']))('at %s, with %s', async (name, fault) => {
    const operation = required(SWEEPS[name]);
    expect(await inMemory(operation, fault)).toEqual(await onDynamoDB(operation, fault));
  });

  test('at every method of the stores', () => {
    const tried = Object.keys({ ...OPERATIONS, ...SWEEPS }).map((name) => name.split(' ')[0]);
    const methods = Object.keys(memoryStores(new MemoryTable()));
    expect([...new Set(tried)].sort()).toEqual(methods.sort());
  });
});

function cases(operations: object, all: readonly (Fault | typeof NONE)[]) {
  return Object.keys(operations).flatMap((name) => all.map((fault) => [name, fault] as const));
}

async function inMemory({ before, ask }: Operation, fault: Fault | typeof NONE) {
  const table = new MemoryTable();
  const scheduler = new Scheduler();
  const count = { calls: 0, faults: 0 };
  const calls = new ScheduledCalls({ scheduler, count, written: () => {} });
  const given = await new Given(memoryStores(table)).begin();
  await before?.(given);
  calls.begin({ order: 0, faults: fault === NONE ? [] : [{ call: 0, fault }] });
  const asked = outcomeOf(ask(given.asking(memoryStores(table, calls))));
  await scheduler.run();
  const outcome = await asked;
  const stored = await storedIn(memoryStores(table));
  return { outcome, stored, changes: told(table.stream.map(({ change }) => change)) };
}

/** At the first call of an operation. */
function inject(proxy: FaultProxy, fault: Fault | typeof NONE): void {
  if (fault === 'cut before') proxy.fail('*', faults.droppedBefore, { times: Infinity });
  if (fault === 'cut after') proxy.fail('*', faults.droppedAfter, { times: Infinity });
  if (fault === 'repeated') proxy.fail('*', faults.droppedAfter);
  if (fault !== 'conflict') return;
  proxy.fail('TransactWriteItems', cancelled('TransactionConflict'));
  for (const single of ['PutItem', 'UpdateItem', 'DeleteItem']) {
    proxy.fail(single, faults.conflict);
  }
}

async function outcomeOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UsersError) return { refused: error.code };
    throw error;
  }
}

function idOf(change: Change): string {
  return change.kind === 'removal' ? change.kind : change.event.id;
}

/** In the order of their events: a stream is in order by item only. DynamoDB has its own time of a removal. */
function told(changes: readonly Change[], end?: string) {
  return changes
    .filter((change) => idOf(change) !== end)
    .map((change) => (change.kind === 'removal' ? { ...change, at: undefined } : change))
    .toSorted((one, other) => (idOf(one as Change) < idOf(other as Change) ? -1 : 1));
}
