import { ConfiguredRetryStrategy } from '@smithy/core/retry';

const ATTEMPTS = 3;
const BASE_DELAY_MS = 50;

/**
 * How long every AWS client waits: three attempts with full jitter in between. A service that hangs
 * becomes an error while the caller is still waiting: `3 * (500 + 2000)` ms stay below the
 * functions' 10 seconds. The SDK's own delays reach seconds when throttled, too long for a login;
 * the resulting 503 says when to try again.
 */
export const AWS_CLIENT = {
  retryStrategy: retrying(ATTEMPTS),
  requestHandler: {
    connectionTimeout: 500,
    requestTimeout: 2_000,
    // Without it the SDK just logs.
    throwOnRequestTimeout: true,
  },
};

/**
 * How long the relay waits for DynamoDB, whose answers take milliseconds: a batch is as late as the slowest of its reads, so
 * one that hangs is repeated early. Five attempts stay far below the relay's minute.
 *
 * @see https://aws.amazon.com/blogs/database/tuning-aws-java-sdk-http-request-settings-for-latency-aware-amazon-dynamodb-applications/
 */
export const AWS_CLIENT_OF_BATCHES = {
  ...AWS_CLIENT,
  retryStrategy: retrying(5),
  requestHandler: { ...AWS_CLIENT.requestHandler, requestTimeout: 500 },
};

function retrying(attempts: number): ConfiguredRetryStrategy {
  return new ConfiguredRetryStrategy(
    attempts,
    (attempt: number) => Math.random() * BASE_DELAY_MS * 2 ** attempt,
  );
}
