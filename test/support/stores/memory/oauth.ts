import { isDeepStrictEqual } from 'node:util';
import { linksOf, NO_LINKS, versionOfLink } from '../../../../lambda/users/links.ts';
import type {
  AccountLink,
  AccountSearch,
  FoundAccount,
  OAuthAccountStore,
} from '../../../../lambda/users/oauth/account-store.ts';
import type {
  AccountRemoval,
  AccountRemovals,
} from '../../../../lambda/users/oauth/unlink-account.ts';
import type {
  ReturnedAttempt,
  UsedAttempts,
} from '../../../../lambda/users/oauth/used-attempts.ts';
import type { LoginCredential, OAuthAccount } from '../../../../lambda/users/user.ts';
import type { MemoryCalls } from './calls.ts';
import { keyOf, type MemoryTable } from './table.ts';

export class MemoryOAuthAccounts implements OAuthAccountStore, AccountRemovals, UsedAttempts {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  use({ client, state }: ReturnedAttempt) {
    this.#table.calls.push('use');
    const { usedAttempts } = this.#table;
    const [key, own] = [`${client} ${state}`, Symbol()];
    return this.#calls.single('use', () => {
      const use = usedAttempts.get(key) ?? own;
      usedAttempts.set(key, use);
      return use === own ? ('used' as const) : ('replayed' as const);
    });
  }

  find(search: AccountSearch): Promise<FoundAccount> {
    this.#table.calls.push('find');
    return this.#calls.read('find', () => this.#find(search));
  }

  #find({ account, acceptsEarlier, email }: AccountSearch): FoundAccount {
    const earlier = account && acceptsEarlier ? this.#earlier(account) : undefined;
    const link = (account && this.#table.accounts.get(keyOf(account))) ?? earlier;
    const holder = link && { userId: link.userId, linkVersion: link.linkVersion };
    const known = email === undefined ? undefined : this.#table.byEmail(email)?.credential;
    if (!known) return { ...(holder && { holder }) };
    const { passwordHash: _, ...credential } = known;
    return { ...(holder && { holder }), credential };
  }

  async link(link: AccountLink) {
    this.#table.calls.push('link');
    const refusal = await this.#calls.transact('link', () => this.#link(link));
    return refusal ?? 'linked';
  }

  async linkByEmail(link: AccountLink, { tokenVersion }: LoginCredential) {
    this.#table.calls.push('linkByEmail');
    const refusal = await this.#calls.transact('linkByEmail', () => {
      const stored = this.#table.byId.get(link.before.user.id);
      return stored?.profile.tokenVersion === tokenVersion
        ? this.#link(link, { endsOthers: true })
        : 'stale';
    });
    return refusal ?? 'linked';
  }

  accountsOf(userId: string) {
    this.#table.calls.push('accountsOf');
    return this.#calls.read('accountsOf', () => this.#accountsOf(userId));
  }

  async unlink(removal: AccountRemoval) {
    this.#table.calls.push('unlink');
    const refusal = await this.#calls.transact('unlink', () => this.#unlink(removal));
    return refusal ?? 'unlinked';
  }

  #accountsOf(userId: string) {
    return [...this.#table.accounts.values()]
      .filter((link) => link.userId === userId)
      .sort((a, b) => (keyOf(a.account) < keyOf(b.account) ? -1 : 1))
      .map(({ account, linkVersion, createdAt }) => ({
        ...account,
        created_at: createdAt,
        linkVersion,
      }));
  }

  #unlink({ account, before, staying, event }: AccountRemoval) {
    const stored = this.#table.byId.get(before.user.id);
    const key = keyOf({ issuer: '', ...account });
    if (stored?.profile.version !== before.version) return 'stale' as const;
    if (this.#table.accounts.get(key)?.userId !== before.user.id) return 'stale' as const;
    this.#table.accounts.delete(key);
    const links = linksOf(before);
    const kept = Object.entries(links.issuers).filter(([issuer]) =>
      staying.some((each) => each.issuer === issuer),
    );
    const version = before.version + 1;
    const { links: _, ...profile } = before;
    const left = { ...links, issuers: Object.fromEntries(kept) };
    const isChanged = !isDeepStrictEqual(left, NO_LINKS);
    stored.profile = { ...profile, version, ...(isChanged && { links: left }) };
    this.#table.carryOnProfile(stored, event);
    return undefined;
  }

  /** An account without an issuer. */
  #earlier(account: OAuthAccount) {
    return this.#table.accounts.get(keyOf({ ...account, issuer: '' }));
  }

  #link(
    { account, before, event, acceptsEarlier }: AccountLink,
    { endsOthers }: { readonly endsOthers?: boolean } = {},
  ) {
    const stored = this.#table.byId.get(before.user.id);
    if (stored?.profile.version !== before.version) return 'stale' as const;
    if (this.#table.accounts.has(keyOf(account))) return 'account_taken' as const;
    const earlier = acceptsEarlier ? this.#earlier(account) : undefined;
    if (earlier && earlier.userId !== before.user.id) return 'account_taken' as const;
    const linkVersion = versionOfLink(before);
    const { id: userId } = before.user;
    const createdAt = event.at;
    this.#table.accounts.set(keyOf(account), { account, userId, linkVersion, createdAt });
    const { floor, ...links } = linksOf(before);
    const issuers = { ...links.issuers, [account.issuer]: linkVersion };
    const version = before.version + 1;
    stored.profile = { ...before, version, links: { ...links, floor, issuers } };
    if (endsOthers) {
      const { survivingToken: _, ...profile } = stored.profile;
      const ended = { tokenVersion: before.tokenVersion + 1 };
      const linkFloor = links.version;
      stored.profile = { ...profile, ...ended, links: { ...links, floor: linkFloor, issuers } };
      stored.credential = { ...stored.credential, ...ended, linkFloor };
    }
    this.#table.carryOnProfile(stored, event, before);
    return undefined;
  }
}
