import { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { OAuthClient, type OAuthClientOptions, type OidcClientOptions } from '../../lib';

export const secretOf = (name: string) =>
  Secret.fromSecretCompleteArn(
    new Stack(),
    name,
    `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-AbCdEf`,
  );

export const options = (more: Partial<OAuthClientOptions> = {}): OAuthClientOptions => ({
  clientId: 'id',
  clientSecret: secretOf('google'),
  ...more,
});

export const google = (more: Partial<OAuthClientOptions> = {}) => OAuthClient.google(options(more));

export const oidc = (more: Partial<OidcClientOptions> = {}) =>
  OAuthClient.oidc({ ...options(), name: 'partner', issuer: 'https://login.example.com', ...more });
