import type {
  AccountLink,
  OAuthAccountStore,
} from '../../../../lambda/users/oauth/account-store.ts';
import type {
  ReturnedAttempt,
  UsedAttempts,
} from '../../../../lambda/users/oauth/used-attempts.ts';
import type { OAuthAccount } from '../../../../lambda/users/user.ts';
import { keyOf, type MemoryTable } from './table.ts';

export class MemoryOAuthAccounts implements OAuthAccountStore, UsedAttempts {
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

  async find(account: OAuthAccount | undefined, email?: string) {
    this.#table.calls.push('find');
    const userId = account && this.#table.accounts.get(keyOf(account));
    const known = this.#table.byEmail(email)?.credential;
    if (!known) return { ...(userId !== undefined && { userId }) };
    const { passwordHash: _, ...credential } = known;
    return { ...(userId !== undefined && { userId }), credential };
  }

  async link({ account, userId, tokenVersion, verifiedEmail, event }: AccountLink) {
    this.#table.calls.push('link');
    const profile = this.#table.byId.get(userId)?.profile;
    if (!profile?.user.is_active || profile.tokenVersion !== tokenVersion) return 'stale' as const;
    const { email, is_verified } = profile.user;
    if (verifiedEmail !== undefined && (email !== verifiedEmail || !is_verified)) {
      return 'stale' as const;
    }
    if (this.#table.accounts.has(keyOf(account))) return 'account_taken' as const;
    this.#table.accounts.set(keyOf(account), userId);
    this.#table.events.push(event);
    return 'linked' as const;
  }
}
