/** What the command ends with, and when. */
export const EXIT_CODES = {
  done: [0, 'it is done, or was stopped'],
  failed: [1, 'it failed; the last line on standard error says why'],
  misused: [2, 'an option or a value is wrong'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;
