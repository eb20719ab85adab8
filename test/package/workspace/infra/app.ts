/** A stack whose model and functions are in another package of its workspace; `npm run test:package` installs it with pnpm. */
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { UserModel, UsersApi } from 'cdk-users-api';

const functions = path.join(__dirname, '..', 'functions');
const stack = new Stack(new App(), 'WorkspaceStack');
const users = new UsersApi(stack, 'Users', {
  userModel: UserModel.fromFile(path.join(functions, 'model.ts')),
});
const welcome = new NodejsFunction(stack, 'Function', {
  entry: path.join(functions, 'functions.ts'),
  runtime: Runtime.NODEJS_24_X,
  environment: users.adminEnvironment,
});
users.grants.readUsers(welcome);
users.onAfterRegister('Welcome', { target: new LambdaFunction(welcome) });
