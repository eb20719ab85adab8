import { linksOf, versionOfLink } from '../../../../lambda/users/links.ts';
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
import { keyOf, type MemoryTable } from './table.ts';

export class MemoryOAuthAccounts implements OAuthAccountStore, AccountRemovals, UsedAttempts {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async use({ client, state }: ReturnedAttempt) {
    this.#table.calls.push('use');
    if (this.#table.usedAttempts.has(`${client} ${state}`)) return 'replayed' as const;
    this.#table.usedAttempts.add(`${client} ${state}`);
    return 'used' as const;
  }

  async find({ account, acceptsEarlier, email }: AccountSearch): Promise<FoundAccount> {
    this.#table.calls.push('find');
    const earlier = account && acceptsEarlier ? this.#earlier(account) : undefined;
    const link = (account && this.#table.accounts.get(keyOf(account))) ?? earlier;
    const holder = link && { userId: link.userId, linkVersion: link.linkVersion };
    const known = this.#table.byEmail(email)?.credential;
    if (!known) return { ...(holder && { holder }) };
    const { passwordHash: _, ...credential } = known;
    return { ...(holder && { holder }), credential };
  }

  async link(link: AccountLink) {
    this.#table.calls.push('link');
    return this.#link(link);
  }

  async linkByEmail(link: AccountLink, { tokenVersion }: LoginCredential) {
    this.#table.calls.push('linkByEmail');
    const stored = this.#table.byId.get(link.before.user.id);
    if (stored?.profile.tokenVersion !== tokenVersion) return 'stale' as const;
    const outcome = this.#link(link);
    if (outcome !== 'linked') return outcome;
    const { survivingToken: _, ...profile } = stored.profile;
    const links = linksOf(profile);
    const ended = { tokenVersion: tokenVersion + 1 };
    stored.profile = { ...profile, ...ended, links: { ...links, floor: links.version } };
    stored.credential = { ...stored.credential, ...ended, linkFloor: links.version };
    return outcome;
  }

  async accountsOf(userId: string) {
    this.#table.calls.push('accountsOf');
    return [...this.#table.accounts.values()]
      .filter((link) => link.userId === userId)
      .map(({ account, linkVersion, createdAt }) => ({
        ...account,
        created_at: createdAt,
        linkVersion,
      }));
  }

  async unlink({ account, before, staying, event }: AccountRemoval) {
    this.#table.calls.push('unlink');
    const stored = this.#table.byId.get(before.user.id);
    const key = keyOf({ issuer: '', ...account });
    if (stored?.profile.version !== before.version) return 'stale' as const;
    if (!this.#table.accounts.delete(key)) return 'stale' as const;
    const links = linksOf(before);
    const kept = Object.entries(links.issuers).filter(([issuer]) =>
      staying.some((each) => each.issuer === issuer),
    );
    const version = before.version + 1;
    stored.profile = { ...before, version, links: { ...links, issuers: Object.fromEntries(kept) } };
    this.#table.events.push(event);
    return 'unlinked' as const;
  }

  /** An account without an issuer. */
  #earlier(account: OAuthAccount) {
    return this.#table.accounts.get(keyOf({ ...account, issuer: '' }));
  }

  #link({ account, before, event, acceptsEarlier }: AccountLink) {
    const stored = this.#table.byId.get(before.user.id);
    if (stored?.profile.version !== before.version) return 'stale' as const;
    if (this.#table.accounts.has(keyOf(account))) return 'account_taken' as const;
    const earlier = acceptsEarlier ? this.#earlier(account) : undefined;
    if (earlier && earlier.userId !== before.user.id) return 'account_taken' as const;
    const linkVersion = versionOfLink(before);
    const { id: userId } = before.user;
    this.#table.accounts.set(keyOf(account), {
      account,
      userId,
      linkVersion,
      createdAt: event.at,
    });
    const links = linksOf(before);
    const issuers = { ...links.issuers, [account.issuer]: linkVersion };
    stored.profile = { ...before, version: before.version + 1, links: { ...links, issuers } };
    this.#table.events.push(event);
    return 'linked' as const;
  }
}
