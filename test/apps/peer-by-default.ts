/** The paths of FastAPI Users with everything else as it is by default, and a front end on another origin. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, RouteLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

new UsersApi(new Stack(appWithoutMails(), 'Peer'), 'Users', {
  routeLayout: RouteLayout.fastApiUsers(),
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  allowedOrigins: ['https://app.example.com'],
});
