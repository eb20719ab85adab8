/** The paths of FastAPI Users with everything else as it is by default, and a front end on another origin. */
import { App, Stack } from 'aws-cdk-lib';
import { AuthBackend, RouteLayout, UsersApi } from '../../lib';

new UsersApi(new Stack(new App(), 'Peer'), 'Users', {
  routeLayout: RouteLayout.fastApiUsers(),
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  allowedOrigins: ['https://app.example.com'],
});
