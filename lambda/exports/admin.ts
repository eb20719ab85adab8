/**
 * `cdk-users-api/admin`: manages users from your own functions. The use cases and the store are
 * those of the API, so the same rules apply and the same events are raised.
 */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableName as tableNameSetting } from '../../lib/contract/action.ts';
import {
  type ADMIN_SETTINGS,
  adminVariableOf,
  hasUserModel,
} from '../../lib/contract/administration.ts';
import { ITEM_FEATURES } from '../../lib/contract/item-keys.ts';
import {
  type PasswordHashSettings,
  passwordHash as passwordHashSetting,
} from '../../lib/contract/password-hash.ts';
import {
  breachedPasswords as breachedPasswordsSetting,
  contextWords,
  passwordMinLength,
} from '../../lib/contract/passwords.ts';
import type { ValueOf } from '../../lib/contract/setting.ts';
import { AWS_CLIENT } from '../adapters/aws/client-options.ts';
import { DynamoDBUserStore } from '../adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBUserList } from '../adapters/dynamodb/administration/user-list.ts';
import { documentsBySdk } from '../adapters/dynamodb/documents-by-sdk.ts';
import { DynamoDBFactorStore } from '../adapters/dynamodb/factors/factor-store.ts';
import { DynamoDBLockouts } from '../adapters/dynamodb/limits/lockouts.ts';
import { DynamoDBLinkedAccountStore } from '../adapters/dynamodb/oauth/linked-account-store.ts';
import { DynamoDBPasskeyStore } from '../adapters/dynamodb/passkeys/passkey-store.ts';
import { DynamoDBSessionStore } from '../adapters/dynamodb/sessions/session-store.ts';
import { currentScheme } from '../adapters/passwords/schemes.ts';
import { systemClock as clock, randomIds as ids } from '../adapters/system.ts';
import { userModelOf } from '../adapters/user-model/of-module.ts';
import { breachedPasswords } from '../composition/breached-passwords.ts';
import { checkedHash } from '../composition/passwords.ts';
import { readVariable } from '../composition/read.ts';
import { runtime } from '../composition/runtime.ts';
import { validateBody } from '../http/custom-fields.ts';
import { found, parseUserId } from '../http/path.ts';
import { newUser, userChanges } from '../http/user-input.ts';
import { createUser } from '../users/accounts/create-user.ts';
import { deleteUser } from '../users/administration/delete-user.ts';
import { findByEmail, listUsers } from '../users/administration/list-users.ts';
import { updateUser } from '../users/administration/update-user.ts';
import type { Cursors } from '../users/administration/user-list.ts';
import { parseEmail } from '../users/email.ts';
import { OPERATOR } from '../users/events/event.ts';
import { deleteMfa } from '../users/factors/delete-mfa.ts';
import { publicFactors } from '../users/factors/public-factors.ts';
import { liftLockouts } from '../users/limits/lockouts.ts';
import { wholeUser } from '../users/model/hooks.ts';
import { NO_CUSTOM_FIELDS, type UserModel } from '../users/model/user-model.ts';
import { listAccounts } from '../users/oauth/list-accounts.ts';
import { unlinkAccount } from '../users/oauth/unlink-account.ts';
import { listPasskeys } from '../users/passkeys/list-passkeys.ts';
import { removePasskey } from '../users/passkeys/remove-passkey.ts';
import { NewUnicodePasswords } from '../users/passwords/unicode-passwords.ts';
import { deleteSessions } from '../users/sessions/delete-sessions.ts';
import { listSessions } from '../users/sessions/list-sessions.ts';
import type { Profile } from '../users/user.ts';
import { importing } from './users-admin/import.ts';
import type { UsersAdmin } from './users-admin/users-admin.ts';

export type { ImportRejection, ImportResult } from '../../lib/contract/transfer.ts';
export { type Problem, ValidationError } from '../http/errors.ts';
export { InvalidInputError, UsersError, type UsersErrorCode } from '../users/errors.ts';
export { HookRefusal } from '../users/model/hooks.ts';
export type { ImportedUserInput, ImportUsersOptions } from './users-admin/import.ts';
export type {
  NewUserInput,
  User,
  UserAccount,
  UserChanges,
  UserFactors,
  UserPage,
  UserPasskey,
  UserSession,
  UsersAdmin,
} from './users-admin/users-admin.ts';

/**
 * An option that is left out is read from the function's environment: `users.adminEnvironment`. So is the service that
 * knows passwords of data breaches, which is no option.
 */
export interface UsersAdminOptions {
  /** @default - `USERS_API_TABLE_NAME` */
  readonly tableName?: string;
  /** Characters. @default - `USERS_API_PASSWORD_MIN_LENGTH` */
  readonly passwordMinLength?: number;
  /** Names of the service, which are no passwords. @default - `USERS_API_CONTEXT_WORDS`, or `users-api` */
  readonly contextWords?: readonly string[];
  /** How passwords are hashed, `memory` in KiB. @default - `USERS_API_PASSWORD_HASH` */
  readonly passwordHash?: PasswordHashSettings;
  /** @deprecated `passwordHash: { scheme: 'bcrypt', cost }` is the same. */
  readonly passwordHashCost?: number;
  /**
   * What the module of the construct's `userModel` exports:
   * `import * as userModel from './user-model'`. It validates custom fields, and its hooks run.
   *
   * @default - none, for an API without custom fields
   */
  readonly userModel?: Readonly<Record<string, unknown>>;
  /** @default - one with the function's own credentials, three attempts and short timeouts */
  readonly client?: DynamoDBClient;
}

/** Callers may start a list anywhere, so a cursor is only an id. */
const cursors: Cursors = {
  issue: async (afterId) => afterId,
  verify: async (cursor) => parseUserId(cursor),
};

const DEFAULT_LIMIT = 50;

/** A setting in the environment of a function that is not ours. */
function setting<S extends (typeof ADMIN_SETTINGS)[number]>(row: S): ValueOf<S> {
  const hint = 'give environment: users.adminEnvironment to the function, or the option';
  return readVariable(process.env, row, adminVariableOf(row), hint);
}

/** An environment of before 0.2.0 has none. */
function knownContextWords(): readonly string[] {
  const isSet = process.env[adminVariableOf(contextWords)] !== undefined;
  return isSet ? setting(contextWords) : contextWords.default;
}

function passwordHashOf({
  passwordHash,
  passwordHashCost: cost,
}: UsersAdminOptions): PasswordHashSettings {
  if (passwordHash !== undefined) return passwordHash;
  if (cost !== undefined) return { scheme: 'bcrypt', cost };
  return checkedHash(setting(passwordHashSetting), adminVariableOf(passwordHashSetting));
}

function modelOf({ userModel }: UsersAdminOptions): UserModel {
  if (userModel !== undefined) return userModelOf(userModel);
  if (process.env[adminVariableOf(hasUserModel)] !== 'true') return NO_CUSTOM_FIELDS;
  throw new Error(
    'usersAdmin: got no userModel, expected the one of the UsersApi, so that its rules hold here too; ' +
      'import * as userModel from its module and give it as the option',
  );
}

/**
 * A client for the users of one API. Make it once, outside of the handler.
 *
 * @throws when an option is missing from the environment as well
 *
 * @example
 * const admin = usersAdmin();
 * export const handler = async ({ email }) => admin.findByEmail(email);
 */
export function usersAdmin(options: UsersAdminOptions = {}): UsersAdmin {
  const documents = documentsBySdk(
    DynamoDBDocumentClient.from(options.client ?? new DynamoDBClient(AWS_CLIENT)),
  );
  const tableName = options.tableName ?? setting(tableNameSetting);
  const minLength = options.passwordMinLength ?? setting(passwordMinLength);
  const words = options.contextWords ?? knownContextWords();
  // Features of the API aren't known here, and the deletion of a request that there is not changes nothing.
  const store = new DynamoDBUserStore(documents, tableName, ITEM_FEATURES);
  const list = new DynamoDBUserList(documents, tableName);
  const sessionStore = new DynamoDBSessionStore(documents, tableName);
  const accounts = new DynamoDBLinkedAccountStore(documents, tableName);
  const passkeys = new DynamoDBPasskeyStore(documents, tableName);
  const factors = new DynamoDBFactorStore(documents, tableName);
  const lockouts = new DynamoDBLockouts(documents, tableName);
  const passwordHash = passwordHashOf(options);
  const hash = new NewUnicodePasswords(currentScheme(passwordHash));
  const model = modelOf(options);
  const policy = { minLength, contextWords: words };
  const service = setting(breachedPasswordsSetting) ?? undefined;
  const breached = breachedPasswords(service, runtime(process.env));
  const deps = { store, list, hash, policy, breached, model, clock, ids, cursors };
  const actor = OPERATOR;

  async function lookup(id: string): Promise<Profile | undefined> {
    const userId = parseUserId(id);
    return userId === undefined ? undefined : (await store.lookup([userId])).profiles.get(userId);
  }

  return {
    async get(id) {
      const profile = await lookup(id);
      return profile && wholeUser(profile.user);
    },
    async findByEmail(text) {
      const email = parseEmail(text);
      if (email === undefined) return undefined;
      const { owner } = await store.lookup([], { email });
      const [user] = await findByEmail(deps, { email, owner });
      return user && wholeUser(user);
    },
    async list({ limit = DEFAULT_LIMIT, cursor } = {}) {
      const page = await listUsers(deps, { limit, cursor });
      return { ...page, users: page.users.map(wholeUser) };
    },
    async sessions(id) {
      const profile = found(await lookup(id));
      const all = await listSessions({ sessions: sessionStore, clock }, { profile });
      return all.map(({ current, ...session }) => session);
    },
    async accounts(id) {
      return listAccounts({ accounts }, { profile: found(await lookup(id)) });
    },
    async passkeys(id) {
      return listPasskeys({ passkeys }, { profile: found(await lookup(id)) });
    },
    async create(user) {
      const change = model.change(user, 'admin', 'new');
      const { input, custom } = await validateBody(newUser, user, change);
      const { email, password, ...flags } = input;
      return wholeUser(await createUser(deps, { email, password, custom: custom?.fields, flags }));
    },
    importUsers: importing(documents, tableName, { model, passwordHash }),
    async update(id, changes) {
      const profile = found(await lookup(id));
      const change = model.change(changes, 'admin', 'partial');
      const stored = profile.user.custom;
      const { input, custom } = await validateBody(userChanges, changes, change, stored);
      return wholeUser(await updateUser(deps, { profile, changes: { ...input, custom }, actor }));
    },
    async delete(id) {
      await deleteUser(deps, { profile: found(await lookup(id)), actor });
    },
    async revokeSessions(id) {
      await deleteSessions(deps, { profile: found(await lookup(id)) });
    },
    async liftLockout(id) {
      await liftLockouts({ lockouts }, found(await lookup(id)));
    },
    async factors(id) {
      return publicFactors(found(await lookup(id)));
    },
    async removeMfa(id) {
      await deleteMfa({ ...deps, factors }, { profile: found(await lookup(id)), actor });
    },
    async unlinkAccount(id, { client, subject }) {
      const profile = found(await lookup(id));
      await unlinkAccount({ ...deps, accounts }, { profile, client, subject, actor });
    },
    async removePasskey(id, passkey) {
      const profile = found(await lookup(id));
      await removePasskey({ ...deps, passkeys }, { profile, id: passkey.id, actor });
    },
  };
}
