/**
 * A users API whose reset and verification links are mailed through SES. `npm start -- --app examples/subscriber-ses.ts`
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
const VERIFY_PAGE = `https://app.${DOMAIN}/verify`;

/**
 * The SDK is in Lambda's runtime. The token stands behind `#`, which browsers send to no server, and is
 * logged nowhere. What fails is tried again twice, by Lambda.
 */
const MAIL_LINK = `
const { SESv2Client, SendEmailCommand } = require('@aws-sdk/client-sesv2');

const ses = new SESv2Client();
const { SENDER, RESET_PAGE, VERIFY_PAGE } = process.env;
const MAILS = {
  'after-forgot-password': {
    subject: 'Set a new password',
    page: RESET_PAGE,
    asked: 'Somebody asked to set a new password for your account; we hope it was you.',
    ignored: 'your password stays as it is.',
  },
  'after-request-verify': {
    subject: 'Confirm your address',
    page: VERIFY_PAGE,
    asked: 'Somebody asked to confirm that this address is theirs; we hope it was you.',
    ignored: 'the address stays unconfirmed.',
  },
};

exports.handler = async ({ 'detail-type': type, detail: { user, token, expires_at } }) => {
  const { subject, page, asked, ignored } = MAILS[type];
  const text = [
    asked,
    'To do so, open this link before ' + new Date(expires_at).toUTCString() + ':',
    page + '#token=' + token,
    'If it was not you, ignore this mail: ' + ignored,
  ].join('\\n\\n');
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: SENDER,
      Destination: { ToAddresses: [user.email] },
      Content: {
        Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } },
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
  code: lambda.Code.fromInline(MAIL_LINK),
  handler: 'index.handler',
  runtime: lambda.Runtime.NODEJS_24_X,
  architecture: lambda.Architecture.ARM_64,
  memorySize: 256,
  timeout: Duration.seconds(15),
  loggingFormat: lambda.LoggingFormat.JSON,
  environment: { SENDER: `no-reply@${DOMAIN}`, RESET_PAGE, VERIFY_PAGE },
  logGroup,
  role,
});
// grantSendEmail would add ses:SendRawEmail, for mails that are composed header by header.
EmailIdentity.fromEmailIdentityName(stack, 'Sender', DOMAIN).grant(role, 'ses:SendEmail');

const target = new LambdaFunction(mailer);
users.onAfterForgotPassword('MailResetLink', { target });
users.onAfterRequestVerify('MailVerifyLink', { target });
