/** A users API whose users must have a second factor. */
import { Stack } from 'aws-cdk-lib';
import { Mfa, RequireMfa, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'RequiredFactors');
new UsersApi(stack, 'Users', { mfa: Mfa.totp(), requireMfa: RequireMfa.EVERYONE });
