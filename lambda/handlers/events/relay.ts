import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { tableName } from '../../../lib/contract/action.ts';
import { relay as row } from '../../../lib/contract/events.ts';
import { newDevices } from '../../../lib/contract/new-devices.ts';
import type { REDRIVE, RedriveAnswer } from '../../../lib/contract/undelivered.ts';
import { passesBy } from '../../adapters/aws/errors.ts';
import { changeFromBucket } from '../../adapters/dynamodb/events/from-bucket.ts';
import { isRecent, toChange } from '../../adapters/dynamodb/events/stream.ts';
import { setAsideObject } from '../../adapters/s3/set-aside.ts';
import { emailCodes } from '../../composition/email-codes.ts';
import { eventBus, undeliveredEvents } from '../../composition/events.ts';
import { userModel } from '../../composition/model.ts';
import { resetTokens } from '../../composition/reset-tokens.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { worksInBatches } from '../../composition/stores/at.ts';
import { deletions } from '../../composition/stores/deletions.ts';
import { leftovers } from '../../composition/stores/leftovers.ts';
import { lockoutStore } from '../../composition/stores/lockout-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { emailChangeTokens, verificationTokens } from '../../composition/verification.ts';
import { describeError } from '../../describe-error.ts';
import { printCount } from '../../print-count.ts';
import { profileEvent } from '../../users/accounts/profile-event.ts';
import { removalEvent } from '../../users/accounts/removal-event.ts';
import { loginCodeEvent } from '../../users/email-login/login-code-event.ts';
import { type Composers, UnknownEventError } from '../../users/events/change.ts';
import { eventOfUser } from '../../users/events/event-of-user.ts';
import { type RelayDeps, relay } from '../../users/events/relay.ts';
import { Remembered } from '../../users/events/remembered.ts';
import { requestedEvent } from '../../users/passwords/requested-event.ts';
import { emailChangeEvent } from '../../users/verification/email-change-event.ts';
import { verifyEvent } from '../../users/verification/verify-event.ts';

/** Of what is remembered while a function lives: ten batches. */
const REMEMBERED = 1_000;

/**
 * Publishes what the table's stream says happened. Reports the first record that failed for now: Lambda
 * delivers again from there on, so nothing is lost. A record that can never be published goes to the bucket of
 * undelivered events, so that none waits for it.
 */
export async function make(rt: Runtime) {
  worksInBatches(rt);
  const common = {
    store: userStore(rt),
    leftovers: leftovers(rt),
    lockouts: lockoutStore(rt),
    model: await userModel(rt, row),
  };
  const withCodes = emailCodes(rt) ?? { emailCodes: undefined, signsUp: false };
  const profile = profileEvent(common);
  const composers: Composers = {
    profile: rt.get(newDevices) ? await notingNewDevices(rt, profile) : profile,
    removal: removalEvent({ ...common, deletions: deletions(rt) }),
    session: eventOfUser(common),
    device: eventOfUser(common),
    'lockout-notice': eventOfUser(common),
    totp: eventOfUser(common),
    'forgot-password': requestedEvent({ ...common, tokens: resetTokens(rt) }),
    'request-login': loginCodeEvent({ ...common, ...withCodes }),
    'request-verify': verifyEvent({ ...common, tokens: verificationTokens(rt) }),
    'email-change': emailChangeEvent({ ...common, tokens: emailChangeTokens(rt) }),
  };
  const publishing = {
    composers,
    bus: eventBus(rt),
    read: toChange,
    passes: (error: unknown, record: DynamoDBRecord) =>
      passesBy(error) || (error instanceof UnknownEventError && isRecent(record, rt.clock.now())),
  };
  const taken = new Remembered(REMEMBERED);
  const keys = new Remembered(REMEMBERED);
  const bucket = undeliveredEvents(rt);

  const setAside = async (record: DynamoDBRecord, error: unknown, context: Context) => {
    const { key, body } = setAsideObject(record, error, context, rt.clock.now());
    if (keys.has(key)) return;
    await bucket.put(key, body);
    keys.note(key);
    console.error({
      message: 'event set aside',
      action: row.name,
      key,
      error: describeError(error),
    });
    for (const count of ['SetAsideEvents', 'Errors'] as const) {
      printCount({ tableName: rt.get(tableName), clock: rt.clock }, count);
    }
  };

  return async (
    { Records, redrive }: DynamoDBStreamEvent & Partial<typeof REDRIVE>,
    context: Context,
  ): Promise<DynamoDBBatchResponse | RedriveAnswer> => {
    if (redrive) {
      const read = (record: DynamoDBRecord) => changeFromBucket(record, rt.get(tableName));
      return publishEach({ ...publishing, read }, Records);
    }
    const deps = {
      ...publishing,
      taken,
      setAside: (record: DynamoDBRecord, error: unknown) => setAside(record, error, context),
    };
    const { failure } = await publish(deps, Records);
    const batchItemFailures = failure ? [{ itemIdentifier: failure.itemIdentifier }] : [];
    return { batchItemFailures };
  };
}

async function notingNewDevices(rt: Runtime, compose: Composers['profile']) {
  const { notingKnownDevices } = await import('../../composition/known-devices.ts');
  return notingKnownDevices(rt, compose);
}

/** Publishes what it can; `failure` is of the record that failed for now, which ended it. */
async function publish(
  deps: RelayDeps<DynamoDBRecord>,
  records: readonly DynamoDBRecord[],
): Promise<{
  readonly published: number;
  readonly failure?: { readonly itemIdentifier: string; readonly error: unknown };
}> {
  const { published, failedAt, error } = await relay(deps, records);
  const entry = { action: row.name, records: records.length, published };
  if (failedAt === undefined) {
    console.info({ message: 'batch', ...entry });
    return { published };
  }
  console.error({
    message: 'batch failed',
    ...entry,
    failed_at: failedAt,
    error: describeError(error),
  });
  return { published, failure: { itemIdentifier: numberOf(records[failedAt]), error } };
}

const numberOf = (record?: DynamoDBRecord) => record?.dynamodb?.SequenceNumber ?? '';

/**
 * Of records that lie in the bucket, each by itself: one that can't be published stays there. What fails for an outage
 * would fail for the others as well, each after all its attempts, for which there is no time.
 */
async function publishEach(
  publishing: Omit<RelayDeps<DynamoDBRecord>, 'taken' | 'setAside'>,
  records: readonly DynamoDBRecord[],
): Promise<RedriveAnswer> {
  const deps = {
    ...publishing,
    taken: new Remembered(0),
    async setAside(_: DynamoDBRecord, error: unknown) {
      throw error;
    },
  };
  const failures: RedriveAnswer['failures'][number][] = [];
  const nothing: { readonly itemIdentifier: string }[] = [];
  let outage: string | undefined;
  for (const record of records) {
    const itemIdentifier = numberOf(record);
    if (outage !== undefined) {
      failures.push({ itemIdentifier, error: `not tried, after ${outage}` });
      continue;
    }
    const { published, failure } = await publish(deps, [record]);
    if (failure) failures.push({ itemIdentifier, error: String(failure.error) });
    else if (published === 0) nothing.push({ itemIdentifier });
    if (failure && passesBy(failure.error)) outage = String(failure.error);
  }
  const batchItemFailures = failures.map(({ itemIdentifier }) => ({ itemIdentifier }));
  return { batchItemFailures, nothing, failures };
}
