/**
 * A users API whose reset links are mailed through SES. `npm start -- --app examples/subscriber-ses.ts`
 * runs it on this machine, where mails are printed instead of sent.
 *
 * In AWS the sender's domain must be a verified identity, and while the account is in SES's sandbox the
 * receiver's address, too. Change both constants before you deploy.
 */
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { UsersApi } from '../lib';

const DOMAIN = 'example.com';
const RESET_PAGE = `https://app.${DOMAIN}/reset-password`;

/**
 * The SDK is in Lambda's runtime. The token stands behind `#`, which browsers send to no server, and is
 * logged nowhere. What fails is tried again twice, by Lambda.
 */
const MAIL_RESET_LINK = `
const { SESv2Client, SendEmailCommand } = require('@aws-sdk/client-sesv2');

const ses = new SESv2Client();
const { SENDER, RESET_PAGE } = process.env;

exports.handler = async ({ detail: { user, token, expires_at } }) => {
  const text = [
    'Somebody asked to set a new password for your account; we hope it was you.',
    'To do so, open this link before ' + new Date(expires_at).toUTCString() + ':',
    RESET_PAGE + '#token=' + token,
    'If it was not you, ignore this mail: your password stays as it is.',
  ].join('\\n\\n');
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: SENDER,
      Destination: { ToAddresses: [user.email] },
      Content: {
        Simple: { Subject: { Data: 'Set a new password' }, Body: { Text: { Data: text } } },
      },
    }),
  );
};
`;

const stack = new Stack(new App(), 'SubscriberSes');
const users = new UsersApi(stack, 'Users');

const logGroup = new LogGroup(stack, 'MailerLogs', {
  retention: RetentionDays.ONE_MONTH,
  removalPolicy: RemovalPolicy.DESTROY,
});
const role = new Role(stack, 'MailerRole', {
  assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
});
logGroup.grantWrite(role);
const mailer = new lambda.Function(stack, 'Mailer', {
  code: lambda.Code.fromInline(MAIL_RESET_LINK),
  handler: 'index.handler',
  runtime: lambda.Runtime.NODEJS_24_X,
  architecture: lambda.Architecture.ARM_64,
  memorySize: 256,
  timeout: Duration.seconds(15),
  loggingFormat: lambda.LoggingFormat.JSON,
  environment: { SENDER: `no-reply@${DOMAIN}`, RESET_PAGE },
  logGroup,
  role,
});
// grantSendEmail would add ses:SendRawEmail, for mails that are composed header by header.
EmailIdentity.fromEmailIdentityName(stack, 'Sender', DOMAIN).grant(role, 'ses:SendEmail');

users.onAfterForgotPassword('MailResetLink', { target: new LambdaFunction(mailer) });
