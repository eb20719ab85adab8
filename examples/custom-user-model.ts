/**
 * Users with fields of their own, which `user-model.ts` describes.
 *
 *     npm start -- --app examples/custom-user-model.ts
 */
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { UserModel, UsersApi } from '../lib';

const stack = new Stack(new App(), 'CustomUserModel');
new UsersApi(stack, 'Users', {
  userModel: UserModel.fromFile(path.join(__dirname, 'user-model.ts')),
});
