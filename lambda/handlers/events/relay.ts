import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { relay as row } from '../../../lib/contract/events.ts';
import { toChange } from '../../adapters/dynamodb/events/stream.ts';
import { eventBus } from '../../composition/events.ts';
import { userModel } from '../../composition/model.ts';
import { resetTokens } from '../../composition/reset-tokens.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { deletions, leftovers, userStore } from '../../composition/stores.ts';
import { emailChangeTokens, verificationTokens } from '../../composition/verification.ts';
import { describeError } from '../../describe-error.ts';
import { profileEvent } from '../../users/accounts/profile-event.ts';
import { removalEvent } from '../../users/accounts/removal-event.ts';
import type { Composers } from '../../users/events/change.ts';
import { relay } from '../../users/events/relay.ts';
import { requestedEvent } from '../../users/passwords/requested-event.ts';
import { sessionEvent } from '../../users/sessions/session-event.ts';
import { emailChangeEvent } from '../../users/verification/email-change-event.ts';
import { verifyEvent } from '../../users/verification/verify-event.ts';

/**
 * Publishes what the table's stream says happened. Reports the first record that failed: Lambda
 * delivers again from there on, so the order is kept and nothing is lost.
 */
export async function make(rt: Runtime) {
  const common = {
    store: userStore(rt),
    leftovers: leftovers(rt),
    model: await userModel(rt, row),
  };
  const composers: Composers = {
    profile: profileEvent(common),
    removal: removalEvent({ ...common, deletions: deletions(rt) }),
    session: sessionEvent(common),
    'forgot-password': requestedEvent({ ...common, tokens: resetTokens(rt) }),
    'request-verify': verifyEvent({ ...common, tokens: verificationTokens(rt) }),
    'email-change': emailChangeEvent({ ...common, tokens: emailChangeTokens(rt) }),
  };
  const deps = { composers, bus: eventBus(rt) };
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const outcome = await relay(
      deps,
      Records.map((record) => () => toChange(record)),
    );
    const { published, failedAt, error } = outcome;
    const entry = { action: row.name, records: Records.length, published };
    if (failedAt === undefined) {
      console.info({ message: 'batch', ...entry });
      return { batchItemFailures: [] };
    }
    console.error({
      message: 'batch failed',
      ...entry,
      failed_at: failedAt,
      error: describeError(error),
    });
    const itemIdentifier = Records[failedAt]?.dynamodb?.SequenceNumber ?? '';
    return { batchItemFailures: [{ itemIdentifier }] };
  };
}
