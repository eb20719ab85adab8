/** What `npm run bench:login` measures: an API as it is by default, and one whose users came from elsewhere. */
import { RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { BruteForce, ImportedHash, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const app = appWithoutMails();
// All its failures come from one address.
const bruteForce = BruteForce.protect({ failuresPerAddress: 1_000_000 });
const removalPolicy = RemovalPolicy.DESTROY;
new UsersApi(new Stack(app, 'Default'), 'Users', { bruteForce, removalPolicy });
new UsersApi(new Stack(app, 'Imported'), 'Users', {
  importedHashes: [
    // Two costs of one scheme: between them argon2 can be made up for only roughly.
    ImportedHash.argon2({ memory: Size.mebibytes(64), passes: 3 }),
    ImportedHash.argon2({ memory: Size.mebibytes(32), passes: 3 }),
    ImportedHash.bcrypt({ cost: 10 }),
    ImportedHash.pbkdf2Sha256({ iterations: 100_000 }),
    ImportedHash.betterAuth(),
  ],
  ...{ bruteForce, removalPolicy },
});
