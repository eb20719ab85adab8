import type { Counter } from '../../../../lambda/users/limits/counter.ts';
import { linksOf } from '../../../../lambda/users/links.ts';
import type { LoginRecord, LoginStore } from '../../../../lambda/users/login/login-store.ts';
import type {
  CurrentHash,
  PasswordReset,
  PasswordStore,
} from '../../../../lambda/users/passwords/password-store.ts';
import type {
  RequestStore,
  TokenRequest,
} from '../../../../lambda/users/passwords/request-store.ts';
import { areUnlocked, placeOf, watchedIn } from './attempts.ts';
import { type MemoryCalls, write } from './calls.ts';
import { isLeftAsRead, isUsable, useCode } from './factors.ts';
import { usablePasskey, usePasskey } from './passkeys.ts';
import { endIn } from './sessions.ts';
import type { MemoryTable } from './table.ts';

export class MemoryPasswords implements PasswordStore, LoginStore, RequestStore {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  async currentHash(
    { userId, email }: { readonly userId: string; readonly email: string },
    counters: readonly Counter[],
  ): Promise<CurrentHash | 'gone'> {
    this.#table.calls.push('currentHash');
    const ofUser = (address: string) =>
      this.#calls.read('currentHash', () => {
        const credential = this.#table.byEmail(address)?.credential;
        const own = credential?.userId === userId ? { hash: credential.passwordHash } : undefined;
        return { own, watched: watchedIn(this.#table, counters) };
      });
    const { own, watched } = await ofUser(email);
    if (own) return { ...own, watched };
    const moved = await this.#calls.read(
      'currentHash',
      () => this.#table.byId.get(userId)?.profile.user.email,
    );
    if (moved === undefined) return 'gone';
    const hash = (await ofUser(moved)).own?.hash;
    return { hash, watched };
  }

  async resetPassword(reset: PasswordReset) {
    this.#table.calls.push('resetPassword');
    const refusal = await this.#calls.transact('resetPassword', () => this.#reset(reset));
    return refusal ?? 'reset';
  }

  async recordLogin(login: LoginRecord) {
    this.#table.calls.push('recordLogin');
    const { upgradedHash, session, event, passkeyUse, renewed, usedCode, factor } = login;
    const singly = [upgradedHash, event, usedCode].filter((each) => each !== undefined);
    const isSingle = !session && !renewed && !passkeyUse && !factor && singly.length < 2;
    const refusal = await write(this.#calls, 'recordLogin', { isSingle }, () =>
      this.#record(login),
    );
    return refusal ?? 'recorded';
  }

  isSuperuser(userId: string): Promise<boolean> {
    this.#table.calls.push('isSuperuser');
    return this.#calls.read(
      'isSuperuser',
      () => this.#table.byId.get(userId)?.profile.user.is_superuser ?? false,
    );
  }

  async record({ kind, email, event }: TokenRequest) {
    this.#table.calls.push('record');
    const item = `${kind} ${email}`;
    await this.#calls.single('record', () => {
      if (!this.#table.ask(item, event)) this.#table.carry(item, event, { kind, email, event });
    });
  }

  #reset(reset: PasswordReset) {
    const account = this.#table.byId.get(reset.userId);
    if (
      !account?.credential.isActive ||
      account.credential.email !== reset.email ||
      !this.#table.conditions.isSameCredential(account.credential, reset.credentialVersion)
    ) {
      return 'stale' as const;
    }
    const before = account.profile;
    const { user, version, tokenVersion, pendingEmail } = before;
    const links = linksOf(before);
    const linkFloor = links.version;
    account.profile = {
      user: { ...user, updated_at: reset.event.at, is_verified: true },
      version: version + 1,
      tokenVersion: tokenVersion + 1,
      ...(pendingEmail !== undefined && { pendingEmail }),
      links: { ...links, floor: linkFloor },
      ...(before.factors && { factors: before.factors }),
    };
    account.credential = {
      ...account.credential,
      passwordHash: reset.passwordHash,
      credentialVersion: account.credential.credentialVersion + 1,
      tokenVersion: tokenVersion + 1,
      isVerified: true,
      linkFloor,
    };
    for (const counter of reset.forgotten ?? []) this.#table.counted.delete(placeOf(counter));
    this.#table.carryOnProfile(account, reset.event, before);
    return undefined;
  }

  #record(login: LoginRecord) {
    const { credential, upgradedHash, session, event } = login;
    const { passkeyUse, renewed, usedCode, factor } = login;
    if (factor && !areUnlocked(this.#table, factor.unlessLocked)) return 'locked' as const;
    if (usedCode && !this.#table.isUnused(usedCode)) return 'used' as const;
    const account = this.#table.byId.get(credential.userId);
    if (
      !account?.credential.isActive ||
      account.credential.email !== credential.email ||
      account.credential.credentialVersion !==
        (credential.credentialVersion ?? account.credential.credentialVersion) ||
      account.credential.tokenVersion !== credential.tokenVersion
    ) {
      return 'stale' as const;
    }
    if (factor && !isLeftAsRead(this.#table, account, factor.use)) return 'stale' as const;
    if (factor && !isUsable(this.#table, factor.use)) return 'used' as const;
    const passkey = passkeyUse && usablePasskey(this.#table, passkeyUse);
    if (passkeyUse && !passkey) return 'used' as const;
    if (renewed && endIn(this.#table, renewed.claims, renewed.at) === 'refused') {
      return 'ended' as const;
    }
    if (usedCode) this.#table.useCode(usedCode);
    if (upgradedHash !== undefined) {
      account.credential = { ...account.credential, passwordHash: upgradedHash };
    }
    if (passkeyUse && passkey) usePasskey(this.#table, passkey, passkeyUse);
    if (session) this.#table.sessions.set(session.sessionId, session);
    if (factor) useCode(this.#table, account, factor.use);
    if (event) {
      this.#table.carryOnProfile(account, event);
    }
    if (factor && 'event' in factor) {
      const { userId } = factor.use;
      const change = { kind: 'totp', userId, event: factor.event } as const;
      this.#table.carry(`totp ${userId}`, factor.event, change);
    }
    return undefined;
  }
}
