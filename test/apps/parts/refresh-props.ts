import { Duration } from 'aws-cdk-lib';
import { AuthBackend, JwtAlgorithm, type UsersApiProps } from '../../../lib';

/**
 * Backends with refresh tokens: by bearer, where a replaced token gets its replacement for as long as requests that race
 * may take, by cookie, and with a key pair, where a token that was replaced is never taken again.
 */
export function refreshProps(): UsersApiProps {
  return {
    authBackends: [
      AuthBackend.jwt({ refresh: { reuseInterval: Duration.minutes(1) } }),
      AuthBackend.cookie({ refresh: {} }),
      AuthBackend.jwt({
        name: 'strict',
        algorithm: JwtAlgorithm.ES256,
        refresh: { reuseInterval: Duration.seconds(0) },
      }),
    ],
    loginEvents: true,
    maxSessionsPerUser: 3,
  };
}
