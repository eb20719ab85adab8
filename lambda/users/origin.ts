/** Where a login or a refresh comes from, and at which backend; names are those of events. */
export interface Origin {
  /** Name of the authentication backend. */
  readonly backend: string;
  /** Source address of the request. */
  readonly ip: string;
  /** `User-Agent` of the request, cut at `MAX_USER_AGENT`. */
  readonly user_agent: string;
}

/** Who sent a request, and when it arrived. */
export interface Sender extends Pick<Origin, 'ip' | 'user_agent'> {
  readonly arrivedAt: Date;
}

/**
 * Longest `User-Agent` that is stored, in characters: browsers send less than half of it. Clients
 * write what they like into it, and an item with it is read with each request.
 */
export const MAX_USER_AGENT = 512;
