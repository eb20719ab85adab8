/** A users API whose backends sign with key pairs, one of each algorithm. */
import { App, Stack } from 'aws-cdk-lib';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../lib';

const stack = new Stack(new App(), 'KeyPairs');
new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt({ algorithm: JwtAlgorithm.RS256 }),
    AuthBackend.jwt({ name: 'web', algorithm: JwtAlgorithm.ES256 }),
  ],
});
