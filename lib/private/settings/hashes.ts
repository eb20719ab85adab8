import { DEFAULT_HASH, type PasswordHashSettings } from '../../contract/password-hash.ts';
import type { ImportedHash } from '../../imported-hash';
import type { UsersApiProps } from '../../users-api-props';
import { Found, quoted, UsersApiError } from '../errors';
import type { GivenImportedHash } from './imported-hashes';
import { bcryptSettings } from './password-hash';
import { firstRepeated } from './repeated';

/** The scheme of new hashes. */
export function passwordHashOf({
  passwordHash,
  passwordHashCost,
}: UsersApiProps): PasswordHashSettings {
  if (passwordHash !== undefined && passwordHashCost !== undefined) {
    throw new UsersApiError('passwordHashCost', {
      got: new Found('a cost together with passwordHash'),
      expected: 'only one of the two',
      fix: 'leave passwordHashCost out, and give the cost to PasswordHash.bcrypt() if you want bcrypt',
    });
  }
  if (passwordHashCost !== undefined) return bcryptSettings('passwordHashCost', passwordHashCost);
  return passwordHash?._settings ?? DEFAULT_HASH;
}

/** The schemes of other hashes; refuses one that is declared twice. */
export function importedHashesOf({
  importedHashes = [],
}: Pick<UsersApiProps, 'importedHashes'>): readonly GivenImportedHash[] {
  const settings = importedHashes.map(settingsOf);
  const twice = firstRepeated(
    settings.map((each) => (each.scheme === 'firebase' ? each.scheme : JSON.stringify(each))),
  );
  if (twice === undefined) return settings;
  throw new UsersApiError('importedHashes', {
    got: new Found(`${twice} twice`),
    expected: 'each scheme once at a cost, and one project of Firebase',
    fix: 'leave one of them out',
  });
}

/** Without types, as from JavaScript, it can be missing, or something else. */
function settingsOf(given: ImportedHash | undefined): GivenImportedHash {
  if (given?._settings !== undefined) return given._settings;
  throw new UsersApiError('importedHashes', {
    got:
      typeof given === 'object' && given !== null
        ? new Found('a list with an object of another kind')
        : new Found(`a list with ${typeof given === 'string' ? quoted(given) : String(given)}`),
    expected: 'a list of ImportedHash',
    fix: 'make each by ImportedHash.argon2(), bcrypt(), scrypt(), betterAuth(), pbkdf2Sha256(), pbkdf2Sha512() or firebase()',
  });
}
