/** A users API whose backends sign with key pairs, one of each algorithm. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'KeyPairs');
new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt({ algorithm: JwtAlgorithm.RS256 }),
    AuthBackend.jwt({ name: 'web', algorithm: JwtAlgorithm.ES256 }),
  ],
});
