/** A users API with pages for all that it has, whose users have names and ages. */
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import {
  AuthBackend,
  EmailLogin,
  HostedPages,
  Mfa,
  Passkeys,
  UserModel,
  UsersApi,
} from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'Pages');
new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie({ refresh: {} })],
  userModel: UserModel.fromFile(path.join(__dirname, 'parts', 'page-user-model.ts')),
  mfa: Mfa.totp({ issuer: 'Acme Shop' }),
  emailLogin: EmailLogin.code({ signUp: true }),
  passkeys: Passkeys.on({
    rpId: 'localhost',
    rpName: 'Acme Shop',
    origins: ['http://localhost:3000'],
  }),
  pages: HostedPages.on({ brand: { name: 'Acme Shop', style: { '--users-accent': '#0b57d0' } } }),
});
