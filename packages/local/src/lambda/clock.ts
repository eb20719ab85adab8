export interface Clock {
  /** Milliseconds since whenever. */
  now(): number;
  /** Calls back once, after some milliseconds; what it returns calls that off. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** No timer of it keeps the process alive. */
export const PROCESS_CLOCK: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
