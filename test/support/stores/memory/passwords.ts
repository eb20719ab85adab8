import { linksOf } from '../../../../lambda/users/links.ts';
import type { LoginRecord, LoginStore } from '../../../../lambda/users/login/login-store.ts';
import type {
  PasswordReset,
  PasswordStore,
} from '../../../../lambda/users/passwords/password-store.ts';
import type {
  RequestStore,
  TokenRequest,
} from '../../../../lambda/users/passwords/request-store.ts';
import { endIn } from './sessions.ts';
import type { MemoryTable } from './table.ts';

export class MemoryPasswords implements PasswordStore, LoginStore, RequestStore {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async currentHash({ userId }: { userId: string }) {
    this.#table.calls.push('currentHash');
    return this.#table.byId.get(userId)?.credential.passwordHash;
  }

  async resetPassword(reset: PasswordReset) {
    this.#table.calls.push('resetPassword');
    const account = this.#table.byId.get(reset.userId);
    if (
      !account?.credential.isActive ||
      account.credential.email !== reset.email ||
      account.credential.credentialVersion !== reset.credentialVersion
    ) {
      return 'stale' as const;
    }
    const { user, version, tokenVersion } = account.profile;
    const links = linksOf(account.profile);
    const linkFloor = links.version;
    account.profile = {
      user: { ...user, updated_at: reset.event.at, is_verified: true },
      version: version + 1,
      tokenVersion: tokenVersion + 1,
      links: { ...links, floor: linkFloor },
    };
    account.credential = {
      ...account.credential,
      passwordHash: reset.passwordHash,
      credentialVersion: reset.credentialVersion + 1,
      tokenVersion: tokenVersion + 1,
      isVerified: true,
      linkFloor,
    };
    this.#table.events.push(reset.event);
    return 'reset' as const;
  }

  async recordLogin({ credential, upgradedHash, session, event, renewed }: LoginRecord) {
    this.#table.calls.push('recordLogin');
    const account = this.#table.byId.get(credential.userId);
    if (
      !account?.credential.isActive ||
      account.credential.email !== credential.email ||
      account.credential.credentialVersion !== credential.credentialVersion ||
      account.credential.tokenVersion !== credential.tokenVersion
    ) {
      return 'stale' as const;
    }
    if (renewed && endIn(this.#table, renewed.claims, renewed.at) === 'refused') {
      return 'ended' as const;
    }
    if (upgradedHash !== undefined) {
      account.credential = { ...account.credential, passwordHash: upgradedHash };
    }
    if (session) this.#table.sessions.set(session.sessionId, session);
    if (event) this.#table.events.push(event);
    return 'recorded' as const;
  }

  async record({ kind, email, event }: TokenRequest) {
    this.#table.calls.push('record');
    if (this.#table.admits(kind, email, event)) this.#table.events.push(event);
  }
}
