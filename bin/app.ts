/**
 * The example: a users API with both authentication backends, and two subscribers to its events.
 * `npm start` runs it on this machine, `npm run deploy` in AWS.
 */
import { App, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AuthBackend, BreachedPasswords, UsersApi } from '../lib';
import { acknowledgeFunction, acknowledgeRule } from './cdk-nag';

export class UsersApiExample extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const users = new UsersApi(this, 'Users', {
      authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
      loginEvents: true,
      // Most accounts that are taken over had a password of an earlier breach (OWASP ASVS 5.0, 6.2.12). It is off by
      // default since functions then call a service outside of AWS, which is told five characters of a SHA-1.
      breachedPasswords: BreachedPasswords.haveIBeenPwned(),
    });

    const registered = new Subscriber(
      this,
      'Registered',
      'async ({ detail: { user } }) => console.log(`User ${user.id} has registered.`)',
    );
    acknowledgeRule(
      users.onAfterRegister('PrintRegistered', { target: new LambdaFunction(registered.handler) }),
    );

    // A real subscriber mails the token. Only `npm start` prints it: who reads a log with a token in
    // it can take over the user, so what is deployed says nothing of it.
    const isLocal = this.node.tryGetContext('cdk-users-api-local') === true;
    const said = 'User ${user.id} has forgot their password.';
    const forgot = new Subscriber(
      this,
      'Forgot',
      isLocal
        ? `async ({ detail: { user, token } }) => console.log(\`${said} Reset token: \${token}\`)`
        : `async ({ detail: { user } }) => console.log(\`${said}\`)`,
    );
    acknowledgeRule(
      users.onAfterForgotPassword('PrintForgot', { target: new LambdaFunction(forgot.handler) }),
    );
  }
}

/** A function of one line, which may write to its own log and nothing else. */
class Subscriber extends Construct {
  readonly handler: lambda.Function;

  constructor(scope: Construct, id: string, code: string) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const toLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // Inside the role, as `grantWrite` would make one resource more.
      inlinePolicies: { Log: new PolicyDocument({ statements: [toLog] }) },
    });
    this.handler = new lambda.Function(this, 'Function', {
      code: lambda.Code.fromInline(`exports.handler = ${code};`),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 128,
      timeout: Duration.seconds(10),
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup,
      role,
    });
    acknowledgeFunction(this.handler, role, logGroup);
  }
}

new UsersApiExample(new App(), 'UsersApiExample');
