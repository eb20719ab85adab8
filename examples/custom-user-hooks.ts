/**
 * Users with fields of their own, and hooks that run inside requests, which `user-hooks.ts` has.
 *
 *     npm start -- --app examples/custom-user-hooks.ts
 */
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { UserModel, UsersApi } from '../lib';

const stack = new Stack(new App(), 'CustomUserHooks');
new UsersApi(stack, 'Users', {
  userModel: UserModel.fromFile(path.join(__dirname, 'user-hooks.ts')),
});
