/** A users API that asks the service of the environment about new passwords. */
import { Stack } from 'aws-cdk-lib';
import { BreachedPasswords, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const url = process.env.TEST_BREACHED_PASSWORDS;

new UsersApi(new Stack(appWithoutMails(), 'BreachedPasswords'), 'Users', {
  breachedPasswords: BreachedPasswords.haveIBeenPwned(url === undefined ? {} : { url }),
});
