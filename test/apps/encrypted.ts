/** A users API with a key of its own for everything, and a superuser that the deployment makes. */
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, UsersApi } from '../../lib';

const stack = new Stack(new App(), 'Encrypted', {
  // A table names its key for each Region.
  env: { region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
});
const encryptionKey = new Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  loginEvents: true,
  encryptionKey,
  removalPolicy: RemovalPolicy.DESTROY,
});
users.onEvent('Happened');
const password = new Secret(stack, 'RootPassword', {
  encryptionKey,
  // As by default. The emulator takes an empty object for none.
  generateSecretString: { passwordLength: 32 },
});
users.addSuperuser('Root', { email: 'Root@Example.com', password });
new CfnOutput(stack, 'RootPasswordArn', { value: password.secretArn });
