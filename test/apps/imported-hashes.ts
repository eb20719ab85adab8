/** An API whose users came from everywhere: every scheme of imported hashes, at the costs of hashes that tests log in with. */
import { RemovalPolicy, SecretValue, Size, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ImportedHash, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'ImportedHashes');
// That of Firebase's own documentation, https://github.com/firebase/scrypt.
const signerKey = new Secret(stack, 'SignerKey', {
  secretStringValue: SecretValue.unsafePlainText(
    'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  ),
});
new UsersApi(stack, 'Users', {
  importedHashes: [
    ImportedHash.argon2({ memory: Size.kibibytes(64), passes: 1, parallelism: 2 }),
    ImportedHash.bcrypt({ cost: 4 }),
    // Better Auth's own cost, which is more than that of the others.
    ImportedHash.betterAuth(),
    ImportedHash.pbkdf2Sha256({ iterations: 1000 }),
    ImportedHash.pbkdf2Sha512({ iterations: 1000 }),
    ImportedHash.firebase({ signerKey, memoryCost: 6 }),
  ],
  removalPolicy: RemovalPolicy.DESTROY,
});
