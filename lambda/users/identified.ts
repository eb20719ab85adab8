/**
 * Told whom a request is about, as soon as that is known and before the request can be refused, so
 * that the log names the user whatever the answer is.
 */
export type Identified = (userId: string) => void;
