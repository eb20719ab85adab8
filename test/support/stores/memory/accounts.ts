import { isDeepStrictEqual } from 'node:util';
import type {
  AccountStore,
  NewUser,
  UserChange,
} from '../../../../lambda/users/accounts/account-store.ts';
import type { DeletionNote, Deletions } from '../../../../lambda/users/accounts/deletions.ts';
import type { UserList } from '../../../../lambda/users/administration/user-list.ts';
import type { GuessedCredentials } from '../../../../lambda/users/limits/attempt-store.ts';
import type { Counter } from '../../../../lambda/users/limits/counter.ts';
import { linksAfter, linksOf, NO_LINKS } from '../../../../lambda/users/links.ts';
import type { ExportStore } from '../../../../lambda/users/transfer/export-users.ts';
import type {
  ImportStore,
  Moved,
  MovedUser,
} from '../../../../lambda/users/transfer/import-store.ts';
import { isActiveSuperuser, type Profile, type User } from '../../../../lambda/users/user.ts';
import type { FoundUsers, UserReads } from '../../../../lambda/users/user-reads.ts';
import { areUnlocked, watchedIn } from './attempts.ts';
import { type MemoryCalls, write } from './calls.ts';
import { emailChangeOf, keyOf, type MemoryAccount, type MemoryTable } from './table.ts';

export class MemoryAccounts
  implements
    UserReads,
    GuessedCredentials,
    AccountStore,
    UserList,
    Deletions,
    ImportStore,
    ExportStore
{
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  lookup(ids: readonly string[], { email }: { readonly email?: string } = {}) {
    this.#table.calls.push('lookup');
    return this.#calls.read('lookup', () => found(this.#table, ids, email));
  }

  credential(email: string) {
    this.#table.calls.push('credential');
    return this.#calls.read('credential', () => this.#table.byEmail(email)?.credential);
  }

  guessedCredential(email: string, counters: readonly Counter[]) {
    this.#table.calls.push('guessedCredential');
    return this.#calls.read('guessedCredential', () => ({
      credential: this.#table.byEmail(email)?.credential,
      watched: watchedIn(this.#table, counters),
    }));
  }

  async loginCredential(email: string) {
    const credential = await this.credential(email);
    if (!credential) return undefined;
    const { passwordHash: _, ...others } = credential;
    return others;
  }

  async create(newUser: NewUser) {
    this.#table.calls.push('create');
    const refusal = await this.#calls.transact('create', () => this.#create(newUser));
    return refusal ?? 'created';
  }

  async importUser(moved: MovedUser): Promise<Moved> {
    this.#table.calls.push('importUser');
    const refusal = await this.#calls.transact('importUser', () => this.#import(moved));
    return refusal ?? 'imported';
  }

  usersWithHashes(ids: readonly string[]) {
    this.#table.calls.push('usersWithHashes');
    return this.#calls.read('usersWithHashes', () =>
      ids.flatMap((id) => {
        const account = this.#table.byId.get(id);
        if (account === undefined) return [];
        const { passwordHash } = account.credential;
        return [
          { user: account.profile.user, ...(passwordHash !== undefined && { passwordHash }) },
        ];
      }),
    );
  }

  async update(change: UserChange) {
    this.#table.calls.push('update');
    const isSingle = isOnlyProfile(change);
    const refusal = await write(this.#calls, 'update', { isSingle }, () => this.#update(change));
    return refusal ?? 'updated';
  }

  async delete(profile: Profile, note: DeletionNote) {
    this.#table.calls.push('delete');
    const refusal = await this.#calls.transact('delete', () => this.#delete(profile, note));
    return refusal ?? 'deleted';
  }

  actorOf(userId: string) {
    this.#table.calls.push('actorOf');
    return this.#calls.read('actorOf', () => this.#table.deletions.get(userId));
  }

  list({ limit, after = '' }: { limit: number; after?: string }): Promise<readonly User[]> {
    this.#table.calls.push('list');
    return this.#calls.read('list', () =>
      this.#table
        .users()
        .filter(({ id }) => id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    );
  }

  #create({ user, claims, passwordHash, link, unlessLocked, usedCode, event }: NewUser) {
    const table = this.#table;
    if (!areUnlocked(table, unlessLocked)) return 'locked' as const;
    if (usedCode && !table.isUnused(usedCode)) return 'code_used' as const;
    if (!table.conditions.isFree(table.byEmail(user.email))) return 'email_taken' as const;
    if (link) {
      const key = keyOf(link.account);
      if (table.accounts.has(key)) return 'account_taken' as const;
      table.accounts.set(key, { ...link, userId: user.id, createdAt: event.at });
    }
    const account = newAccount({ user, claims, passwordHash, link });
    table.byId.set(user.id, account);
    table.forgetRequests(user.email);
    table.carryOnProfile(account, event);
    return undefined;
  }

  #import(moved: MovedUser) {
    const { user, event } = moved;
    const table = this.#table;
    const owner = table.byEmail(user.email);
    const isIdFree = table.conditions.isFree(table.byId.get(user.id));
    if (!table.conditions.isFree(owner)) {
      const isOneUser = !isIdFree && owner?.credential.userId === user.id;
      return isOneUser ? ('present' as const) : ('email_taken' as const);
    }
    if (!isIdFree) return 'id_taken' as const;
    if (table.deletions.has(user.id)) return 'id_deleted' as const;
    const account = newAccount(moved);
    table.byId.set(user.id, account);
    if (event) table.carryOnProfile(account, event);
    return undefined;
  }

  #update(change: UserChange) {
    const { before, user, claims, tokenVersion, survivingToken, credential, emailChange } = change;
    const { session, event } = change;
    const { conditions } = this.#table;
    const account = this.#table.byId.get(user.id);
    if (!account || !conditions.isCurrent(account.profile, before)) return 'stale' as const;
    const expected = credential?.before.credentialVersion;
    if (expected !== undefined && account.credential.credentialVersion !== expected) {
      return 'stale' as const;
    }
    if (!conditions.isFree(this.#table.byEmail(user.email), account)) return 'email_taken' as const;
    if (!conditions.leavesSuperuser(this.#table.users(), account.profile.user, user)) {
      return 'last_superuser' as const;
    }
    const request = emailChange && emailChangeOf(user.id, emailChange.newEmail);
    const tooSoon = emailChange && request && this.#table.ask(request, emailChange.event);
    if (tooSoon) return tooSoon;
    const kept = user.email === before.user.email ? account.profile.pendingEmail : undefined;
    const pendingEmail = emailChange?.newEmail ?? kept;
    const { passwordless } = account.profile;
    const was = account.profile;
    const links = linksAfter(before, user, change.endsAccounts === true);
    const ownFactors = before.factors && { factors: before.factors };
    account.profile = {
      user,
      version: account.profile.version + 1,
      tokenVersion,
      survivingToken,
      ...(pendingEmail !== undefined && { pendingEmail }),
      ...(passwordless && credential?.passwordHash === undefined && { passwordless }),
      ...(!isDeepStrictEqual(links, NO_LINKS) && { links }),
      ...ownFactors,
    };
    account.credential = {
      email: user.email,
      userId: user.id,
      passwordHash: credential?.passwordHash ?? account.credential.passwordHash,
      credentialVersion: account.credential.credentialVersion + (credential ? 1 : 0),
      tokenVersion,
      isActive: user.is_active,
      isVerified: user.is_verified,
      claims: claims ?? account.credential.claims,
      ...(links.floor > 0 && { linkFloor: links.floor }),
      ...ownFactors,
    };
    if (user.email !== before.user.email) this.#table.forgetRequests(user.email);
    if (session) this.#table.sessions.set(session.sessionId, session);
    if (event) this.#table.carryOnProfile(account, event, was);
    if (emailChange && request) {
      const { newEmail, credentialVersion } = emailChange;
      this.#table.carry(request, emailChange.event, {
        kind: 'email-change',
        userId: user.id,
        email: user.email,
        ...{ newEmail, credentialVersion },
        event: emailChange.event,
      });
    }
    return undefined;
  }

  #delete(before: Profile, { actor, at }: DeletionNote) {
    const { user } = before;
    const { conditions } = this.#table;
    const account = this.#table.byId.get(user.id);
    if (!account || !conditions.isCurrent(account.profile, before)) return 'stale' as const;
    if (!conditions.leavesSuperuser(this.#table.users(), account.profile.user)) {
      return 'last_superuser' as const;
    }
    this.#table.byId.delete(user.id);
    this.#table.deletions.set(user.id, actor);
    const { profile } = account;
    this.#table.stream.push({
      item: `profile ${user.id}`,
      change: {
        ...{ kind: 'removal', user: profile.user, version: profile.version },
        at: at.toISOString(),
      },
    });
    return undefined;
  }
}

/** A user as first stored. */
function newAccount({ user, claims, passwordHash, link }: Omit<NewUser, 'event'>): MemoryAccount {
  return {
    profile: {
      user,
      version: 1,
      tokenVersion: 1,
      ...(passwordHash === undefined && { passwordless: true as const }),
      ...(link && {
        links: { ...NO_LINKS, issuers: { [link.account.issuer]: link.linkVersion } },
      }),
    },
    credential: {
      email: user.email,
      userId: user.id,
      ...(passwordHash !== undefined && { passwordHash }),
      credentialVersion: 1,
      tokenVersion: 1,
      isActive: user.is_active,
      isVerified: user.is_verified,
      ...(claims && { claims }),
    },
  };
}

/** Whether a change writes nothing but the profile, as `writes.updateUser` has it. */
function isOnlyProfile(change: UserChange): boolean {
  const { before, user, claims, tokenVersion, credential, emailChange, session } = change;
  const isFollowed =
    credential !== undefined ||
    claims !== undefined ||
    user.is_active !== before.user.is_active ||
    user.is_verified !== before.user.is_verified ||
    tokenVersion !== before.tokenVersion ||
    linksAfter(before, user, change.endsAccounts === true).floor !== linksOf(before).floor;
  const isCounted = isActiveSuperuser(before.user) !== isActiveSuperuser(user);
  return !isFollowed && !isCounted && !emailChange && !session;
}

/** What a read of users finds. */
export function found(
  table: MemoryTable,
  ids: readonly string[],
  email: string | undefined,
): FoundUsers {
  const profiles = ids.flatMap((id) => table.byId.get(id)?.profile ?? []);
  return {
    profiles: new Map(profiles.map((profile) => [profile.user.id, profile])),
    owner: email === undefined ? undefined : table.byEmail(email)?.profile.user.id,
  };
}
