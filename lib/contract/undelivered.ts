/**
 * What lies in the bucket of undelivered events: records of the table's stream that Lambda gave up after 23 hours, or
 * that the relay set aside at once, as nothing could ever be published for them. Both have the one form that Lambda
 * writes to S3, so one command delivers either.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export interface Undelivered {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    /** Lambda's own word for it, or `SET_ASIDE`. */
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
  readonly responseContext: {
    readonly statusCode: number;
    readonly executedVersion: string;
    /** Lambda's `Unhandled`; of what was set aside, name and message of the error. */
    readonly functionError?: string;
  };
  readonly version: '1.0';
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    /** Lambda knows it, and the relay doesn't. */
    readonly shardId?: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
  /** The event as the relay gets it, `{"Records":[...]}`, as a text. */
  readonly payload: string;
}

/** `condition` of what the relay set aside. */
export const SET_ASIDE = 'SetAsideByFunction';

/** Before the keys of what the relay set aside; Lambda's own begin with `aws/lambda/`. */
export const SET_ASIDE_PREFIX = 'set-aside/';

/**
 * Beside `Records` in a call of the relay: they come from the bucket. What can't be published is then not set aside once
 * more. Every record that failed is in `batchItemFailures`, for whatever reason, and the others are published; Lambda's own
 * calls end at the first that has to come again.
 */
export const REDRIVE = { redrive: true } as const;

/**
 * What the relay answers to such a call: of a record that is in no list, the event was published. Without `failures` it is
 * one that knows no redrive, and ends at the first failure.
 */
export interface RedriveAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
  /**
   * Of these there is rightly no event: the user is gone, or the write left the event as it was. A relay of an earlier
   * version doesn't say it.
   */
  readonly nothing?: readonly { readonly itemIdentifier: string }[];
  /** Why, for each of these: name and message of the error. */
  readonly failures: readonly { readonly itemIdentifier: string; readonly error: string }[];
}
