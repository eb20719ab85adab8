/** What a run has seen of a claim. */
export type Result =
  | 'pass'
  /** AWS does something else than is claimed. */
  | 'differs'
  /** An emulator does something else, where it is known to do less than AWS. */
  | 'not enforced here'
  /** The check ended before it could look. */
  | 'not reached';

export interface Finding {
  readonly result: Result;
  /** What was seen, in a line. */
  readonly seen: string;
}

/** Findings of a check, by the ids of claims. */
export type Findings = Readonly<Record<string, Finding>>;

export const pass = (seen: string): Finding => ({ result: 'pass', seen });

export const differs = (seen: string): Finding => ({ result: 'differs', seen });

/** A pass if what was seen is what is claimed. */
export function compare(got: unknown, expected: unknown): Finding {
  const [seen, claimed] = [JSON.stringify(got), JSON.stringify(expected)];
  return seen === claimed ? pass(seen) : differs(`${seen}, claimed: ${claimed}`);
}

/**
 * Of something that AWS has to do and an emulator may leave out: where it is missing, that is no pass, and in AWS
 * it differs.
 */
export function enforced(isAws: boolean, wasDone: boolean, seen: string): Finding {
  if (wasDone) return pass(seen);
  return { result: isAws ? 'differs' : 'not enforced here', seen };
}
