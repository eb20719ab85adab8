/**
 * A users API on the table and the secrets that a deleted stack left behind, as docs/deploy.md has
 * it. With HS256 and the secret of before its logins go on:
 * `-c table=ARN -c stream=ARN -c resetSecret=ARN -c accessSecret=ARN`.
 */
import { App, Stack } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';

const app = new App();
const arn = (name: string): string => app.node.getContext(name);

const stack = new Stack(app, 'Adopted');
const secret = Secret.fromSecretCompleteArn(stack, 'AccessTokenSecret', arn('accessSecret'));
const users = new UsersApi(stack, 'Users', {
  table: TableV2.fromTableAttributes(stack, 'Table', {
    tableArn: arn('table'),
    tableStreamArn: arn('stream'),
  }),
  authBackends: [
    AuthBackend.jwt({ algorithm: JwtAlgorithm.HS256, secret }),
    AuthBackend.cookie({ algorithm: JwtAlgorithm.HS256, secret }),
  ],
  resetPasswordTokenSecret: Secret.fromSecretCompleteArn(stack, 'ResetSecret', arn('resetSecret')),
});
new EventRecorder(stack, 'All', users);
