import type {
  AddressClaim,
  EmailLoginStore,
  NewLoginRequest,
} from '../../../../lambda/users/email-login/email-login-store.ts';
import type { Counter } from '../../../../lambda/users/limits/counter.ts';
import { linksOf } from '../../../../lambda/users/links.ts';
import type { UsedCode } from '../../../../lambda/users/used-code.ts';
import { watchedIn } from './attempts.ts';
import type { MemoryCalls } from './calls.ts';
import type { MemoryTable } from './table.ts';

export class MemoryEmailLogins implements EmailLoginStore {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  async requestCode({ email, event, tries }: NewLoginRequest) {
    this.#table.calls.push('requestCode');
    const item = `request-login ${email}`;
    await this.#calls.single('requestCode', () => {
      if (this.#table.ask(item, event)) return;
      const at = new Date(event.at);
      this.#table.loginRequests.set(email, { id: event.id, at, triesLeft: tries });
      this.#table.carry(item, event, { kind: 'request-login', email, event });
    });
    return this.#table.loginRequests.get(email)?.id ?? event.id;
  }

  loginRequest(email: string, counters: readonly Counter[]) {
    this.#table.calls.push('loginRequest');
    return this.#calls.read('loginRequest', () => {
      const request = this.#table.loginRequests.get(email);
      const credential = this.#table.byEmail(email)?.credential;
      const { passwordHash: _, ...others } = credential ?? {};
      return {
        ...(request && {
          request: { id: request.id, at: request.at, triesLeft: request.triesLeft },
        }),
        ...(credential && { credential: others as typeof credential }),
        watched: watchedIn(this.#table, counters),
      };
    });
  }

  async countWrongCode({ email, requestId, use }: UsedCode) {
    this.#table.calls.push('countWrongCode');
    await this.#calls.single('countWrongCode', () => {
      const request = this.#table.loginRequests.get(email);
      if (request?.id !== requestId || request.triesLeft <= 0 || request.usedBy === use) return;
      this.#table.loginRequests.set(email, {
        ...request,
        triesLeft: request.triesLeft - 1,
        usedBy: use,
      });
    });
  }

  async claimAddress(claim: AddressClaim) {
    this.#table.calls.push('claimAddress');
    const refusal = await this.#calls.transact('claimAddress', () => this.#claim(claim));
    return refusal ?? 'claimed';
  }

  #claim({ credential, code, event }: AddressClaim) {
    const account = this.#table.byId.get(credential.userId);
    if (!this.#table.isOpenCode(code)) return 'used' as const;
    if (
      !account?.credential.isActive ||
      account.credential.email !== credential.email ||
      !this.#table.conditions.isSameCredential(account.credential, credential.credentialVersion)
    ) {
      return 'stale' as const;
    }
    this.#table.useCode(code);
    const { user, version, tokenVersion, pendingEmail } = account.profile;
    const links = linksOf(account.profile);
    account.profile = {
      user: { ...user, updated_at: event.at, is_verified: true },
      version: version + 1,
      tokenVersion: tokenVersion + 1,
      passwordless: true,
      ...(pendingEmail !== undefined && { pendingEmail }),
      links: { ...links, floor: links.version },
    };
    const { passwordHash: _, ...others } = account.credential;
    account.credential = {
      ...others,
      credentialVersion: others.credentialVersion + 1,
      tokenVersion: tokenVersion + 1,
      isVerified: true,
      linkFloor: links.version,
    };
    this.#table.carryOnProfile(account, event, links.floor);
    return undefined;
  }
}
