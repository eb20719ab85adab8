import type {
  ImportedHashSettings,
  PasswordHashSettings,
} from '../../../lib/contract/password-hash.ts';
import { type ImportResult, MOST_IMPORTED } from '../../../lib/contract/transfer.ts';
import type { Documents } from '../../adapters/dynamodb/documents.ts';
import { DynamoDBImportStore } from '../../adapters/dynamodb/transfer/import-store.ts';
import { currentScheme, declaredSchemes, KNOWN_SCHEMES } from '../../adapters/passwords/schemes.ts';
import { systemClock as clock, randomIds as ids } from '../../adapters/system.ts';
import { readImportedUser } from '../../http/imported-user.ts';
import type { UserModel } from '../../users/model/user-model.ts';
import { StoredHashes } from '../../users/passwords/stored-hashes.ts';
import { importUsers } from '../../users/transfer/import-users.ts';
import { checkImportedHashes, refusal } from './import-options.ts';

/** A user of another system, in the format of `docs/import.md`. Custom fields are properties next to these. */
export interface ImportedUserInput {
  readonly email: string;
  /** As the other system stores it. @default - the user has no password */
  readonly password_hash?: string | null;
  /** A UUID. @default - a new one */
  readonly id?: string | null;
  /** @default true */
  readonly is_active?: boolean;
  /** @default false */
  readonly is_superuser?: boolean;
  /** @default false */
  readonly is_verified?: boolean;
  /** RFC 3339, with a zone. @default - now */
  readonly created_at?: string | null;
  /** RFC 3339, with a zone. @default - when the user was created */
  readonly updated_at?: string | null;
  readonly [customField: string]: unknown;
}

export interface ImportUsersOptions {
  /** Raise `after-register` for each user. @default false */
  readonly events?: boolean;
  /**
   * What the construct's `importedHashes` declares: schemes with their highest costs, such as
   * `[{ scheme: 'bcrypt', cost: 12 }]`.
   *
   * @default - none: only hashes of the scheme that the API makes
   */
  readonly importedHashes?: readonly ImportedHashSettings[];
}

/** Stores users as the function `import-users` does. */
export const importing =
  (documents: Documents, tableName: string, parts: ImportParts) =>
  async (
    users: readonly ImportedUserInput[],
    { events = false, importedHashes = [] }: ImportUsersOptions = {},
  ): Promise<ImportResult> => {
    if (!Array.isArray(users)) {
      throw refusal(
        'users',
        users,
        `a list of at most ${MOST_IMPORTED}, in the format of docs/import.md`,
      );
    }
    if (typeof events !== 'boolean') throw refusal('events', events, 'true or false');
    checkImportedHashes(importedHashes);
    if (users.length > MOST_IMPORTED) {
      throw new RangeError(
        `importUsers: got ${users.length} users, expected at most ${MOST_IMPORTED} in a call; call it for each part of them`,
      );
    }
    const { model, passwordHash } = parts;
    const store = new DynamoDBImportStore(documents, tableName);
    const hashes = new StoredHashes({
      current: currentScheme(passwordHash),
      // Nothing is verified here, so that nobody needs the key.
      declared: declaredSchemes(importedHashes, async () => undefined),
      known: KNOWN_SCHEMES,
    });
    const read = (given: unknown) => readImportedUser(model, given);
    return importUsers({ store, hashes, model, clock, ids, read }, users, { raisesEvents: events });
  };

interface ImportParts {
  readonly model: UserModel;
  readonly passwordHash: PasswordHashSettings;
}
