/**
 * How often something may be mailed to an address, however many ask for it: nobody can fill a mailbox. Requests count,
 * whether anything is mailed for them or not, as that must not tell who is known.
 */

/** Seconds between two requests of a kind for an address. */
export const REQUEST_INTERVAL = 60;

/** Requests of a kind for an address in any hour. */
export const REQUESTS_AN_HOUR = 6;

/** Seconds for which a request counts. */
export const REQUEST_WINDOW = 3600;

/** A request that may not be made yet. */
export interface TooSoon {
  /** Seconds until it may be. */
  readonly retryAfter: number;
}

/**
 * Whether a request may be made now, by the times of those before it: in seconds since 1970, oldest first.
 *
 * @returns the times that count from now on, this one included
 */
export function askedAgain(
  asked: readonly number[],
  now: number,
): { readonly asked: readonly number[] } | TooSoon {
  const counting = asked.filter((at) => at > now - REQUEST_WINDOW);
  const last = counting.at(-1);
  const first = counting.at(-REQUESTS_AN_HOUR);
  const until = Math.max(
    last === undefined ? 0 : last + REQUEST_INTERVAL,
    first === undefined ? 0 : first + REQUEST_WINDOW,
  );
  return until > now ? { retryAfter: until - now } : { asked: [...counting, now] };
}
