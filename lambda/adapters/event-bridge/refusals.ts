import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';

/**
 * Codes of entries that are refused for what they are. AWS calls these "non-retryable", and of its other codes
 * two "retryable" (`InternalFailure`, `ThrottlingException`). The rest of the non-retryable ones are about who calls
 * which bus (`AccessDeniedException`, `InvalidAccountIdException`, `NotAuthorizedForSourceException`,
 * `NotAuthorizedForDetailTypeException`): they would refuse every entry, until somebody corrects the bus or the role, so
 * entries wait for that. So do those with a code that is new here: it costs a delay and no event.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const OF_THE_ENTRY: readonly string[] = ['InvalidArgument', 'MalformedDetail', 'RedactionFailure'];

/** What all entries have alike: an argument of these says nothing of the one entry. */
const OF_ALL = /EventBus|Source/i;

/** Whether the bus will never take this entry. */
export function isRefused({
  ErrorCode: code = '',
  ErrorMessage: message = '',
}: PutEventsResultEntry): boolean {
  return OF_THE_ENTRY.includes(code) && !OF_ALL.test(message);
}

/**
 * Whether a call was refused for what its entries say: one entry that can't be read, or entries that are too large together.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html
 */
export function isInvalid(error: unknown): boolean {
  return error instanceof Error && OF_THE_CALL.includes(error.name) && !OF_ALL.test(error.message);
}

const OF_THE_CALL: readonly string[] = ['ValidationException', 'SerializationException'];
