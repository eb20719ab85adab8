/**
 * A users API whose cookies also belong to the domain above it, and which one front end next to it may
 * call: its origin is in the context or the environment.
 */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const app = appWithoutMails();
const origin = app.node.tryGetContext('origin') ?? process.env.TEST_FRONT_END;

new UsersApi(new Stack(app, 'FrontEnd'), 'Users', {
  authBackends: [
    AuthBackend.cookie({ domain: 'site.localhost' }),
    AuthBackend.cookie({ name: 'host', cookieName: '__Host-own' }),
  ],
  allowedOrigins: [origin ?? 'https://app.example.com'],
});
