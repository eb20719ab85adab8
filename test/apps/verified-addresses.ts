/** An API for users whose addresses are proved, and a queue with its events. */
import { App, Stack } from 'aws-cdk-lib';
import { AuthBackend, EmailChange, UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';

const stack = new Stack(new App(), 'VerifiedAddresses');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt({ refresh: {} }), AuthBackend.cookie()],
  loginEvents: true,
  requireVerification: true,
  emailChange: EmailChange.CONFIRM,
});
new EventRecorder(stack, 'All', users);
