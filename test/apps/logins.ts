/** A users API with a backend of every kind: by what a login is, how it travels, and what signs it. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, JwtAlgorithm, SessionTransport, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'Logins');
const refresh = {};
new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt(),
    AuthBackend.cookie(),
    AuthBackend.jwt({ name: 'mobile', refresh }),
    AuthBackend.cookie({ name: 'web', cookieName: '__Host-web', refresh }),
    AuthBackend.session(),
    AuthBackend.session({ name: 'browser', transport: SessionTransport.cookie() }),
    AuthBackend.jwt({ name: 'partner', algorithm: JwtAlgorithm.ES256 }),
    AuthBackend.jwt({ name: 'partner-app', algorithm: JwtAlgorithm.RS256, refresh }),
  ],
});
