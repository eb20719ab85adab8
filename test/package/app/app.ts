/** An app of somebody who has installed the package; `npm run test:package` runs it in every kind of project. */
import * as path from 'node:path';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { AuthBackend, UserModel, UsersApi } from 'cdk-users-api';
import type { Construct } from 'constructs';

class AppStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const users = new UsersApi(this, 'Users', {
      authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
      userModel: UserModel.fromFile(path.resolve('model.ts')),
    });
    const functions = new NodejsFunction(this, 'Function', {
      entry: path.resolve('functions.ts'),
      runtime: Runtime.NODEJS_24_X,
      environment: users.adminEnvironment,
    });
    users.grants.readUsers(functions);
    users.onAfterRegister('Welcome', { target: new LambdaFunction(functions) });
    users.addRoutes({
      path: '/hello',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Hello', functions),
    });
  }
}

new AppStack(new App(), 'AppStack');
