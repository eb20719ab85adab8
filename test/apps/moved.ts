/** An API in the layout of FastAPI Users, to which users move from everywhere: the stacks of docs/migrate/ as one. */
import { Size, Stack } from 'aws-cdk-lib';
import { ImportedHash, RouteLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

new UsersApi(new Stack(appWithoutMails(), 'Moved'), 'Users', {
  routeLayout: RouteLayout.fastApiUsers(),
  importUsers: true,
  importedHashes: [
    ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 3, parallelism: 4 }),
    ImportedHash.bcrypt({ cost: 12 }),
    ImportedHash.pbkdf2Sha256({ iterations: 1_000_000 }),
    ImportedHash.betterAuth(),
  ],
});
