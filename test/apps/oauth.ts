/** A users API with clients of OpenID providers, whose issuers are in the context or the environment. */
import { App, Stack } from 'aws-cdk-lib';
import { UsersApi } from '../../lib';
import { oauthProps } from './parts/oauth-props';

const app = new App();
const stack = new Stack(app, 'OAuth');
const setting = (name: string) =>
  app.node.tryGetContext(name) ?? process.env[`TEST_OAUTH_${name.toUpperCase()}`];

new UsersApi(
  stack,
  'Users',
  oauthProps(stack, {
    issuer: setting('issuer'),
    other: setting('other') ?? setting('issuer'),
    client: setting('client'),
    secret: setting('secret'),
    success: setting('success'),
    error: setting('error'),
    pages: setting('pages'),
  }),
);
