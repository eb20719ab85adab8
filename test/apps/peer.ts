/** What moves from FastAPI Users: its paths, and passwords that change without the current one. */
import { App, Stack } from 'aws-cdk-lib';
import { RouteLayout, UsersApi } from '../../lib';

new UsersApi(new Stack(new App(), 'Peer'), 'Users', {
  routeLayout: RouteLayout.fastApiUsers(),
  requireCurrentPassword: false,
});
