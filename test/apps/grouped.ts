/** The users API of the example, with a function for each kind of caller, for tests that come from one address. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, BruteForce, FunctionLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'Grouped');
new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  bruteForce: BruteForce.protect({ failuresPerAddress: 1_000_000 }),
  functionLayout: FunctionLayout.grouped(),
  loginEvents: true,
});
