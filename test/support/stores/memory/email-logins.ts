import { nameOfRequest } from '../../../../lambda/users/email-login/email-attempts.ts';
import type {
  AddressClaim,
  CodeTry,
  EmailLoginStore,
  NewLoginRequest,
} from '../../../../lambda/users/email-login/email-login-store.ts';
import type { Counter } from '../../../../lambda/users/limits/counter.ts';
import { linksOf } from '../../../../lambda/users/links.ts';
import { watchedIn } from './attempts.ts';
import type { MemoryCalls } from './calls.ts';
import type { MemoryLoginRequest, MemoryTable } from './table.ts';

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

  async tryCode({ email, request: name, id }: CodeTry, counters: readonly Counter[]) {
    this.#table.calls.push('tryCode');
    const [taken, read] = await Promise.all([
      this.#calls.single('tryCode', () => this.#take(email, name, id)),
      this.#calls.read('tryCode', () => ({
        credential: this.#table.byEmail(email)?.credential,
        watched: watchedIn(this.#table, counters),
      })),
    ]);
    const { passwordHash: _, ...others } = read.credential ?? {};
    return {
      ...(taken && { request: { id: taken.id, at: taken.at } }),
      ...(read.credential && { credential: others as typeof read.credential }),
      watched: read.watched,
    };
  }

  #take(email: string, name: string, id: string): MemoryLoginRequest | undefined {
    const request = this.#table.loginRequests.get(email);
    if (!request || nameOfRequest(request.id) !== name) return undefined;
    if (request.triedBy === id) return request;
    if (!this.#table.conditions.isLeft(request)) return undefined;
    const tried = { ...request, triesLeft: request.triesLeft - 1, triedBy: id };
    this.#table.loginRequests.set(email, tried);
    return tried;
  }

  async claimAddress(claim: AddressClaim) {
    this.#table.calls.push('claimAddress');
    const refusal = await this.#calls.transact('claimAddress', () => this.#claim(claim));
    return refusal ?? 'claimed';
  }

  #claim({ credential, code, event }: AddressClaim) {
    const account = this.#table.byId.get(credential.userId);
    if (!this.#table.isUnused(code)) return 'code_used' as const;
    if (
      !account?.credential.isActive ||
      account.credential.email !== credential.email ||
      !this.#table.conditions.isSameCredential(account.credential, credential.credentialVersion)
    ) {
      return 'stale' as const;
    }
    this.#table.useCode(code);
    const { user, version, tokenVersion, pendingEmail, factors } = account.profile;
    const links = linksOf(account.profile);
    account.profile = {
      user: { ...user, updated_at: event.at, is_verified: true },
      version: version + 1,
      tokenVersion: tokenVersion + 1,
      passwordless: true,
      ...(pendingEmail !== undefined && { pendingEmail }),
      ...(factors && { factors }),
      links: { ...links, floor: links.version },
      ...(factors && { factors }),
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
