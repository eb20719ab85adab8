/**
 * A route of one's own, `GET /hello`, for users of a `UsersApi`, and `GET /hello/admin` for superusers.
 * Run it with `npm start -- --app examples/protected-route.ts`. The function is in
 * `protected-route.hello.ts`; in a project of yours the package is `cdk-users-api`.
 */
import * as path from 'node:path';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { UsersApi } from '../lib';

export class ProtectedRoute extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const users = new UsersApi(this, 'Users');

    const hello = new NodejsFunction(this, 'Hello', {
      entry: path.join(__dirname, 'protected-route.hello.ts'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
    });
    const integration = new HttpLambdaIntegration('Hello', hello);

    users.addRoutes({ path: '/hello', methods: [HttpMethod.GET], integration });
    users.addRoutes({
      path: '/hello/admin',
      methods: [HttpMethod.GET],
      integration,
      authorizer: users.authorizer({ superuser: true }),
    });
  }
}

new ProtectedRoute(new App(), 'ProtectedRoute');
