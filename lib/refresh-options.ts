import type { Duration } from 'aws-cdk-lib';

/** Refresh tokens of a backend. */
export interface RefreshOptions {
  /**
   * How long after the login access tokens can be refreshed, however often: whole seconds, longer than the
   * backend's `lifetime`, at most 400 days. Then the user logs in again (ASVS 5.0, 10.4.8; RFC 9700,
   * 4.14.2).
   *
   * @default Duration.days(30)
   */
  readonly lifetime?: Duration;

  /**
   * How long a replaced refresh token still gets its replacement, so that tabs that refresh at once, or a
   * client that lost the response, aren't taken for a thief: whole seconds, at most a minute. With 0,
   * every second use ends the session.
   *
   * @default Duration.seconds(10)
   */
  readonly reuseInterval?: Duration;
}
