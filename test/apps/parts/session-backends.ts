import { Duration } from 'aws-cdk-lib';
import { AuthBackend, SessionTransport } from '../../../lib';

/** Stored sessions, by bearer and by cookie. */
export function sessionBackends(): AuthBackend[] {
  return [
    AuthBackend.session(),
    AuthBackend.session({
      name: 'web',
      transport: SessionTransport.cookie(),
      idleTimeout: Duration.hours(1),
      lifetime: Duration.days(1),
    }),
  ];
}
