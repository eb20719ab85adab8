import type { AccountStore } from '../../../lambda/users/accounts/account-store.ts';
import type { Deletions } from '../../../lambda/users/accounts/deletions.ts';
import type { Leftovers } from '../../../lambda/users/accounts/leftovers.ts';
import type { UserList } from '../../../lambda/users/administration/user-list.ts';
import type { EmailLoginStore } from '../../../lambda/users/email-login/email-login-store.ts';
import type { FactorStore } from '../../../lambda/users/factors/factor-store.ts';
import type {
  AttemptStore,
  GuessedCredentials,
} from '../../../lambda/users/limits/attempt-store.ts';
import type { Lockouts } from '../../../lambda/users/limits/lockouts.ts';
import type { KnownDevices } from '../../../lambda/users/login/known-devices.ts';
import type { LoginStore } from '../../../lambda/users/login/login-store.ts';
import type { OAuthAccountStore } from '../../../lambda/users/oauth/account-store.ts';
import type { AccountRemovals } from '../../../lambda/users/oauth/unlink-account.ts';
import type { UsedAttempts } from '../../../lambda/users/oauth/used-attempts.ts';
import type { PasskeyReads, PasskeyStore } from '../../../lambda/users/passkeys/passkey-store.ts';
import type { PasswordStore } from '../../../lambda/users/passwords/password-store.ts';
import type { RequestStore } from '../../../lambda/users/passwords/request-store.ts';
import type {
  SessionStore,
  SignInStateReads,
} from '../../../lambda/users/sessions/session-store.ts';
import type { ExportStore } from '../../../lambda/users/transfer/export-users.ts';
import type { ImportStore } from '../../../lambda/users/transfer/import-store.ts';
import type { UserReads } from '../../../lambda/users/user-reads.ts';

/** All stores of the domain in one object, for suites that go through several. */
export interface Stores
  extends UserReads,
    GuessedCredentials,
    AttemptStore,
    Lockouts,
    AccountStore,
    UserList,
    PasswordStore,
    RequestStore,
    LoginStore,
    EmailLoginStore,
    KnownDevices,
    SignInStateReads,
    SessionStore,
    FactorStore,
    OAuthAccountStore,
    AccountRemovals,
    UsedAttempts,
    PasskeyStore,
    PasskeyReads,
    Leftovers,
    Deletions,
    ImportStore,
    ExportStore {}

type Methods<Each> = Each extends object ? (each: Each) => void : never;
type All<Each> = Methods<Each> extends (all: infer Every) => void ? Every : never;

/** One object with the methods of several. */
export function joined<Each extends object[]>(...stores: Each): All<Each[number]> {
  const methods = stores.flatMap((store) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(store))
      .filter((name) => name !== 'constructor')
      .map((name) => [name, (store as Record<string, () => unknown>)[name]?.bind(store)] as const),
  );
  return Object.fromEntries(methods) as All<Each[number]>;
}
