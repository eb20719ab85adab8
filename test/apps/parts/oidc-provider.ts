import { SecretValue, type Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';

/** The OpenID provider that the environment of a test names, with a client of it whose secret the stack holds. */
export function oidcProvider(stack: Stack) {
  return {
    issuer: setting('ISSUER', 'https://login.example.com'),
    clientId: setting('CLIENT', 'client'),
    clientSecret: new Secret(stack, 'ClientSecret', {
      secretStringValue: SecretValue.unsafePlainText(setting('SECRET', 'secret')),
    }),
  };
}

const setting = (name: string, otherwise: string) => process.env[`TEST_OAUTH_${name}`] ?? otherwise;
