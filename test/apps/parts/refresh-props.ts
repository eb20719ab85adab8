import { Duration } from 'aws-cdk-lib';
import { AuthBackend, JwtAlgorithm, type UsersApiProps } from '../../../lib';

/**
 * Backends with refresh tokens: by bearer, by cookie, and with a key pair, where a token that was replaced
 * is never taken again.
 */
export function refreshProps(): UsersApiProps {
  const refresh = {};
  return {
    authBackends: [
      AuthBackend.jwt({ refresh }),
      AuthBackend.cookie({ refresh }),
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
