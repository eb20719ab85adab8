/** What moves from FastAPI Users: its paths, and passwords that change without the current one. */
import { Stack } from 'aws-cdk-lib';
import { RouteLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

new UsersApi(new Stack(appWithoutMails(), 'Peer'), 'Users', {
  routeLayout: RouteLayout.fastApiUsers(),
  requireCurrentPassword: false,
});
