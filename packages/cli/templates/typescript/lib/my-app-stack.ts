import path from 'node:path';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { AuthBackend, UserModel, UsersApi } from 'cdk-users-api';
import type { Construct } from 'constructs';

const PROJECT = path.join(import.meta.dirname, '..');

const FUNCTION = {
  runtime: lambda.Runtime.NODEJS_24_X,
  architecture: lambda.Architecture.ARM_64,
  memorySize: 256,
};

export interface MyAppStackProps extends StackProps {
  /** The address that mails come from, of a domain that SES has verified. */
  readonly sender: string;
}

/** Users who register, log in, and get mails; and a page where they do. */
export class MyAppStack extends Stack {
  constructor(scope: Construct, id: string, props: MyAppStackProps) {
    super(scope, id, props);

    const users = new UsersApi(this, 'Users', {
      authBackends: [AuthBackend.cookie(), AuthBackend.jwt()],
      userModel: UserModel.fromFile(path.join(PROJECT, 'lambda/user-model.ts')),
    });
    const address = users.httpApi.apiEndpoint;

    const page = new lambda.Function(this, 'Page', {
      ...FUNCTION,
      code: lambda.Code.fromAsset(path.join(PROJECT, 'page')),
      handler: 'server.handler',
    });
    const integration = new HttpLambdaIntegration('Page', page);
    for (const route of ['/', '/page/{file}']) {
      users.addRoutes({
        path: route,
        methods: [HttpMethod.GET],
        integration,
        // Otherwise a route is for users who are logged in.
        authorizer: new HttpNoneAuthorizer(),
      });
    }

    const mailer = new NodejsFunction(this, 'Mailer', {
      ...FUNCTION,
      entry: path.join(PROJECT, 'lambda/mailer.ts'),
      environment: { SENDER: props.sender, PAGE: address },
      // Lambda has an SDK, too, but of a version that changes by itself.
      bundling: { bundleAwsSDK: true, minify: true },
    });
    const [, domain = props.sender] = props.sender.split('@');
    EmailIdentity.fromEmailIdentityName(this, 'Sender', domain).grant(mailer, 'ses:SendEmail');
    const target = new LambdaFunction(mailer);
    users.onAfterRegister('MailWelcome', { target });
    users.onAfterForgotPassword('MailResetLink', { target });
    users.onAfterRequestVerify('MailVerifyLink', { target });

    new CfnOutput(this, 'PageUrl', { value: address });
  }
}
