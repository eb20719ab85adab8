/** Where a login or a refresh comes from, and at which backend; names are those of events. */
export interface Origin {
  /** Name of the authentication backend. */
  readonly backend: string;
  /** Source address of the request. */
  readonly ip: string;
  /** `User-Agent` of the request. */
  readonly user_agent: string;
}
