import type { Duration } from 'aws-cdk-lib';

/** Refresh tokens of a backend. */
export interface RefreshOptions {
  /**
   * How long after the login access tokens can be refreshed, however often that is done: whole seconds,
   * longer than the backend's `lifetime`, 400 days at the most. After it the user logs in again (ASVS
   * 5.0, 10.4.8; RFC 9700, 4.14.2).
   *
   * @default Duration.days(30)
   */
  readonly lifetime?: Duration;

  /**
   * How long a refresh token that was replaced still gets its replacement, so that tabs that refresh at
   * once, or a client that lost the answer, are not taken for a thief: whole seconds, a minute at the
   * most. With none, every second use ends the session.
   *
   * @default Duration.seconds(10)
   */
  readonly reuseInterval?: Duration;
}
