/**
 * The paths of FastAPI Users with everything else as it is by default, and a front end on another origin. The peer counts
 * no wrong logins, and answers that are compared come from one address.
 */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, BruteForce, RouteLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

new UsersApi(new Stack(appWithoutMails(), 'Peer'), 'Users', {
  routeLayout: RouteLayout.fastApiUsers(),
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  bruteForce: BruteForce.off(),
  allowedOrigins: ['https://app.example.com'],
});
