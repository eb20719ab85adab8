/**
 * An error for the log: name, message and stack, also of its causes. None of its other fields,
 * since the SDK's errors can hold items of the table.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
