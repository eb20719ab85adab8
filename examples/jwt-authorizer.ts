/**
 * A route of one's own behind the JWT authorizer of API Gateway: it verifies the users API's tokens
 * by their signature, so neither a function nor the table is asked before the route's own function.
 * On this machine: `npm start -- --app examples/jwt-authorizer.ts`.
 */
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../lib';

class JwtAuthorizerExample extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Nobody asks whether the user is still there, so a token had better not live for long.
    const users = new UsersApi(this, 'Users', {
      authBackends: [
        AuthBackend.jwt({ algorithm: JwtAlgorithm.RS256, lifetime: Duration.minutes(5) }),
      ],
    });

    const whoAmI = new LambdaFunction(this, 'WhoAmI', {
      code: Code.fromInline(
        'exports.handler = async ({ requestContext }) =>' +
          ' ({ id: requestContext.authorizer.jwt.claims.sub });',
      ),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
    });
    users.addRoutes({
      path: '/who-am-i',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('WhoAmIIntegration', whoAmI),
      authorizer: users.jwtAuthorizer(),
    });
  }
}

new JwtAuthorizerExample(new App(), 'JwtAuthorizerExample');
