/** A project without TypeScript, and without esbuild. */
const { App, Stack } = require('aws-cdk-lib');
const { AuthBackend, UsersApi } = require('cdk-users-api');
const { currentUser } = require('cdk-users-api/current-user');
const { usersAdmin } = require('cdk-users-api/admin');
const { createUsersClient } = require('cdk-users-api/client');
const { usersEvent } = require('cdk-users-api/events');
const { sampleEvent } = require('cdk-users-api/testing');

for (const each of [createUsersClient, currentUser, usersAdmin]) {
  if (typeof each !== 'function') process.exit(1);
}
usersEvent.parse(sampleEvent('after-register'));
new UsersApi(new Stack(new App(), 'AppStack'), 'Users', { authBackends: [AuthBackend.jwt()] });
