/**
 * A users API with every kind of backend that a front end signs in at: by bearer and by cookie, signed and stored, with
 * refresh tokens, and with some of which none is taken twice.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { AuthBackend, SessionTransport, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

new UsersApi(new Stack(appWithoutMails(), 'Client'), 'Users', {
  authBackends: [
    AuthBackend.jwt({ refresh: {} }),
    AuthBackend.jwt({ name: 'strict', refresh: { reuseInterval: Duration.seconds(0) } }),
    AuthBackend.cookie({ refresh: { reuseInterval: Duration.seconds(0) } }),
    AuthBackend.session(),
    AuthBackend.session({ name: 'web', transport: SessionTransport.cookie() }),
  ],
});
