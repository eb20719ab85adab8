/** A users API with passkeys and no other factor, which superusers must have. It tells of logins from new devices. */
import { Stack } from 'aws-cdk-lib';
import { Passkeys, RequireMfa, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'SuperusersPasskeys');
new UsersApi(stack, 'Users', {
  passkeys: Passkeys.on({
    rpId: 'localhost',
    rpName: 'Passkeys of superusers',
    origins: ['http://localhost:3000'],
  }),
  requireMfa: RequireMfa.SUPERUSERS,
  newDeviceEvents: true,
});
