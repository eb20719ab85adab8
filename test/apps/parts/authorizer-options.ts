import { Duration } from 'aws-cdk-lib';
import type { AuthorizerOptions } from '../../../lib';

/** Every option of an authorizer. */
export function authorizerOptions(backend: string): Required<AuthorizerOptions> {
  return {
    verified: true,
    superuser: true,
    optional: false,
    mfa: true,
    maxAge: Duration.hours(1),
    backends: [backend],
    resultsCacheTtl: Duration.minutes(1),
  };
}
