/** A code that was mailed, as it is used up: once, by the write that comes of it. */
export interface UsedCode {
  /** Whom it was mailed to. */
  readonly email: string;
  /** Of the event of its request: a newer request voids it. */
  readonly requestId: string;
  /** Id of this use: a write that is repeated as its answer was lost is no second one. */
  readonly use: string;
}
