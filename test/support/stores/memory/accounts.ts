import { isDeepStrictEqual } from 'node:util';
import type {
  AccountStore,
  NewUser,
  UserChange,
} from '../../../../lambda/users/accounts/account-store.ts';
import type { DeletionNote, Deletions } from '../../../../lambda/users/accounts/deletions.ts';
import type { UserList } from '../../../../lambda/users/administration/user-list.ts';
import { linksAfter, NO_LINKS } from '../../../../lambda/users/links.ts';
import { isActiveSuperuser, type Profile, type User } from '../../../../lambda/users/user.ts';
import type { FoundUsers, UserReads } from '../../../../lambda/users/user-reads.ts';
import { keyOf, type MemoryTable } from './table.ts';

export class MemoryAccounts implements UserReads, AccountStore, UserList, Deletions {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async lookup(ids: readonly string[], { email }: { readonly email?: string } = {}) {
    this.#table.calls.push('lookup');
    return found(this.#table, ids, email);
  }

  async credential(email: string) {
    this.#table.calls.push('credential');
    return this.#table.byEmail(email)?.credential;
  }

  async loginCredential(email: string) {
    const credential = await this.credential(email);
    if (!credential) return undefined;
    const { passwordHash: _, ...others } = credential;
    return others;
  }

  async create({ user, claims, passwordHash, link, event }: NewUser) {
    this.#table.calls.push('create');
    if (this.#table.byEmail(user.email)) return 'email_taken' as const;
    if (link) {
      const key = keyOf(link.account);
      if (this.#table.accounts.has(key)) return 'account_taken' as const;
      this.#table.accounts.set(key, { ...link, userId: user.id, createdAt: event.at });
    }
    this.#table.byId.set(user.id, {
      profile: {
        user,
        version: 1,
        tokenVersion: 1,
        ...(passwordHash === undefined && { passwordless: true }),
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
    });
    this.#table.forgetRequests(user.email);
    this.#table.events.push(event);
    return 'created' as const;
  }

  async update({
    before,
    user,
    claims,
    tokenVersion,
    survivingToken,
    credential,
    emailChange,
    endsAccounts = false,
    session,
    event,
  }: UserChange) {
    this.#table.calls.push('update');
    const account = this.#table.byId.get(user.id);
    const expected = credential?.before.credentialVersion ?? account?.credential.credentialVersion;
    if (
      account?.profile.version !== before.version ||
      account.credential.credentialVersion !== expected
    ) {
      return 'stale' as const;
    }
    const holder = this.#table.byEmail(user.email);
    if (holder && holder !== account) return 'email_taken' as const;
    if (this.#table.isLastSuperuser(account.profile.user) && !isActiveSuperuser(user)) {
      return 'last_superuser' as const;
    }
    if (
      emailChange &&
      !this.#table.admits(`email-change of ${user.id}`, emailChange.newEmail, emailChange.event)
    ) {
      return 'too_soon' as const;
    }
    const kept = user.email === before.user.email ? account.profile.pendingEmail : undefined;
    const pendingEmail = emailChange?.newEmail ?? kept;
    const { passwordless } = account.profile;
    const links = linksAfter(before, user, endsAccounts);
    account.profile = {
      user,
      version: before.version + 1,
      tokenVersion,
      survivingToken,
      ...(pendingEmail !== undefined && { pendingEmail }),
      ...(passwordless && credential?.passwordHash === undefined && { passwordless }),
      ...(!isDeepStrictEqual(links, NO_LINKS) && { links }),
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
    };
    if (user.email !== before.user.email) this.#table.forgetRequests(user.email);
    if (session) this.#table.sessions.set(session.sessionId, session);
    if (event) this.#table.events.push(event);
    if (emailChange) this.#table.events.push(emailChange.event);
    return 'updated' as const;
  }

  async delete({ user, version }: Profile, { actor }: DeletionNote) {
    this.#table.calls.push('delete');
    const account = this.#table.byId.get(user.id);
    if (account?.profile.version !== version) return 'stale' as const;
    if (this.#table.isLastSuperuser(account.profile.user)) return 'last_superuser' as const;
    this.#table.byId.delete(user.id);
    this.#table.deletions.set(user.id, actor);
    return 'deleted' as const;
  }

  async actorOf(userId: string) {
    this.#table.calls.push('actorOf');
    return this.#table.deletions.get(userId);
  }

  async list({ limit, after = '' }: { limit: number; after?: string }): Promise<readonly User[]> {
    this.#table.calls.push('list');
    return this.#table
      .users()
      .filter(({ id }) => id > after)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }
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
    owner: table.byEmail(email)?.profile.user.id,
  };
}
