/** A users API, and functions that are granted its users: to read, to manage, and to create them. */
import { App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AuthBackend, UsersApi } from '../../lib';

const stack = new Stack(new App(), 'Admin');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.session()],
});
users.onEvent('Happened');

function granted(id: string): LambdaFunction {
  // A role without the managed policy for logs: it may do what it is granted and nothing else.
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    environment: users.adminEnvironment,
    role,
  });
}

users.grants.readUsers(granted('Reader'));
users.grants.manageUsers(granted('Manager'));
users.grants.createUsers(granted('Creator'));
