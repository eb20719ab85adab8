/** The same as an ES module. */
import { App, Stack } from 'aws-cdk-lib';
import { AuthBackend, UsersApi } from 'cdk-users-api';
import { usersAdmin } from 'cdk-users-api/admin';
import { createUsersClient } from 'cdk-users-api/client';
import { currentUser } from 'cdk-users-api/current-user';
import { usersEvent } from 'cdk-users-api/events';
import { sampleEvent } from 'cdk-users-api/testing';

for (const each of [createUsersClient, currentUser, usersAdmin]) {
  if (typeof each !== 'function') process.exit(1);
}
usersEvent.parse(sampleEvent('after-register'));
new UsersApi(new Stack(new App(), 'AppStack'), 'Users', { authBackends: [AuthBackend.jwt()] });
