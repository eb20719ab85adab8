import { Duration } from 'aws-cdk-lib';
import type { AuthorizerOptions } from '../../../lib';

/**
 * Every option of an authorizer.
 *
 * @param mfa whether the API has second factors
 */
export function authorizerOptions(backend: string, mfa: boolean): Required<AuthorizerOptions> {
  return {
    verified: true,
    superuser: true,
    optional: false,
    mfa,
    maxAge: Duration.hours(1),
    backends: [backend],
    resultsCacheTtl: Duration.minutes(1),
  };
}
