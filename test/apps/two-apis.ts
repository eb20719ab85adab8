/** Two users APIs in one stack and on one HTTP API, each with its own users, secrets and events. */
import { App, Stack } from 'aws-cdk-lib';
import { AuthBackend, UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';

const stack = new Stack(new App(), 'TwoApis');
const customers = new UsersApi(stack, 'Customers', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  loginEvents: true,
});
const staff = new UsersApi(stack, 'Staff', {
  httpApi: customers.httpApi,
  basePath: '/staff',
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie({ cookieName: '__Host-staff' })],
  loginEvents: true,
});
new EventRecorder(stack, 'CustomersEvents', customers);
new EventRecorder(stack, 'StaffEvents', staff);
