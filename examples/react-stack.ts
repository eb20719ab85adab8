/**
 * The users API of `examples/react`: stored sessions in a cookie, so that users see where they are signed in.
 * `npm start -- --app examples/react-stack.ts` runs it on this machine, where the links that users ask for are printed
 * instead of mailed; `subscriber-ses.ts` shows how they are mailed. In a project of yours the package is `cdk-users-api`.
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AuthBackend, SessionTransport, UsersApi } from '../lib';

/** Where Vite serves the pages. */
const PAGES = 'http://localhost:5173';

/** The token stands behind `#`, which browsers send to no server. */
const PRINT_LINK = `
const PAGES_OF_EVENTS = {
  'after-forgot-password': 'reset-password',
  'after-request-verify': 'verify',
};
exports.handler = async ({ 'detail-type': type, detail: { user, token } }) =>
  console.log(user.email + ': ${PAGES}/#/' + PAGES_OF_EVENTS[type] + '?token=' + token);
`;

export class ReactStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const users = new UsersApi(this, 'Users', {
      authBackends: [AuthBackend.session({ name: 'web', transport: SessionTransport.cookie() })],
    });

    // Who reads a log with a token in it can take over the user, so only this machine prints them.
    if (this.node.tryGetContext('cdk-users-api-local') !== true) return;
    const printLink = new lambda.Function(this, 'PrintLink', {
      code: lambda.Code.fromInline(PRINT_LINK),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
    });
    const target = new LambdaFunction(printLink);
    users.onAfterForgotPassword('PrintReset', { target });
    users.onAfterRequestVerify('PrintVerify', { target });
  }
}

new ReactStack(new App(), 'ReactExample');
