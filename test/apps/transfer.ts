/** A users API whose operator moves users in and out. */
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { ImportedHash, UserModel, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'Transfer');
const users = new UsersApi(stack, 'Users', {
  importUsers: true,
  exportUsers: true,
  importedHashes: [ImportedHash.bcrypt({ cost: 10 })],
  userModel: UserModel.fromFile(path.join(__dirname, 'parts/nickname.ts')),
});
users.onEvent('Happened');
