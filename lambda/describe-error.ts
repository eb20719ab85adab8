/**
 * An error for the log: name, message and stack, of its causes as well. No more of its fields, since
 * the SDK's errors can hold items of the table.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
