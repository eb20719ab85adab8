import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { toChange } from '../adapters/dynamodb/stream.ts';
import {
  emailChangeTokens,
  eventBus,
  leftovers,
  resetTokens,
  userModel,
  userStore,
  verificationTokens,
} from '../composition.ts';
import { describeError } from '../describe-error.ts';
import { relay } from '../users/relay.ts';

const deps = {
  store: userStore(),
  leftovers: leftovers(),
  resetTokens: resetTokens(),
  verificationTokens: verificationTokens(),
  emailChangeTokens: emailChangeTokens(),
  bus: eventBus(),
  model: await userModel(),
};

/**
 * Publishes what the table's stream says happened. Reports the first record that failed: Lambda
 * delivers again from there on, so the order holds and nothing is lost.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const outcome = await relay(
    deps,
    Records.map((record) => () => toChange(record)),
  );
  const { published, failedAt, error } = outcome;
  const entry = { action: 'relay', records: Records.length, published };
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
}
