/**
 * A users API whose backends have refresh tokens: by bearer, by cookie, and with a key pair, where
 * a token that was replaced is never taken again.
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';

const stack = new Stack(new App(), 'Refresh');
const refresh = {};
const users = new UsersApi(stack, 'Users', {
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
});
new EventRecorder(stack, 'Recorder', users);
