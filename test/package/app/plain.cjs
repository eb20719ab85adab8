/** A project without TypeScript, and without esbuild. */
const { App, Stack } = require('aws-cdk-lib');
const { AuthBackend, UsersApi } = require('cdk-users-api');
const { currentUser } = require('cdk-users-api/current-user');
const { usersAdmin } = require('cdk-users-api/admin');
const { usersEvent } = require('cdk-users-api/events');
const { sampleEvent } = require('cdk-users-api/testing');

if (typeof currentUser !== 'function' || typeof usersAdmin !== 'function') process.exit(1);
usersEvent.parse(sampleEvent('after-register'));
new UsersApi(new Stack(new App(), 'AppStack'), 'Users', { authBackends: [AuthBackend.jwt()] });
