/** Prints the OpenAPI document of a stack whose users have a field with a default; run by tsx. */
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { AuthBackend, UserModel, UsersApi } from '../../../lib';

const stack = new Stack(new App(), 'Model');
const { openApi } = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt()],
  userModel: UserModel.fromFile(path.join(__dirname, '../../../examples/user-model.ts')),
});
process.stdout.write(JSON.stringify(openApi));
