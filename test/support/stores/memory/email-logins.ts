import { nameOfRequest } from '../../../../lambda/users/email-login/email-attempts.ts';
import type {
  AddressClaim,
  CodeTry,
  EmailLoginStore,
  NewLoginRequest,
} from '../../../../lambda/users/email-login/email-login-store.ts';
import type { WindowCounter } from '../../../../lambda/users/limits/counter.ts';
import { linksOf } from '../../../../lambda/users/links.ts';
import { areOpen, watchedIn } from './attempts.ts';
import { type MemoryCalls, write } from './calls.ts';
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

  async tryCode(given: CodeTry, counters: readonly WindowCounter[], arrivedAt: Date) {
    const { email } = given;
    this.#table.calls.push('tryCode');
    const isSingle = counters.length === 0;
    const [refusal, read] = await Promise.all([
      write(this.#calls, 'tryCode', { isSingle }, () =>
        areOpen(this.#table, counters, arrivedAt) ? this.#take(given) : ('locked' as const),
      ),
      this.#calls.read('tryCode', () => ({
        credential: this.#table.byEmail(email)?.credential,
        request: this.#table.loginRequests.get(email),
        watched: watchedIn(this.#table, counters),
      })),
    ]);
    const { passwordHash: _, ...others } = read.credential ?? {};
    const { request } = read;
    const isTaken = refusal === undefined && request && nameOfRequest(request.id) === given.request;
    return {
      ...(isTaken && { request: { id: request.id, at: request.at } }),
      isLocked: refusal === 'locked',
      ...(read.credential && { credential: others as typeof read.credential }),
      watched: read.watched,
    };
  }

  #take({ email, request: name, id }: CodeTry): 'none-left' | undefined {
    const request = this.#table.loginRequests.get(email);
    if (!request || nameOfRequest(request.id) !== name) return 'none-left';
    if (request.triedBy === id) return undefined;
    if (!this.#table.conditions.isLeft(request)) return 'none-left';
    const tried = { ...request, triesLeft: request.triesLeft - 1, triedBy: id };
    this.#table.loginRequests.set(email, tried);
    return undefined;
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
      account.credential.isVerified ||
      !this.#table.conditions.isSameCredential(account.credential, credential.credentialVersion)
    ) {
      return 'stale' as const;
    }
    this.#table.useCode(code);
    const before = account.profile;
    const { user, version, tokenVersion, pendingEmail } = before;
    const links = linksOf(before);
    account.profile = {
      user: { ...user, updated_at: event.at, is_verified: true },
      version: version + 1,
      tokenVersion: tokenVersion + 1,
      passwordless: true,
      ...(pendingEmail !== undefined && { pendingEmail }),
      links: { ...links, floor: links.version },
      ...(before.factors && { factors: before.factors }),
    };
    const { passwordHash: _, ...others } = account.credential;
    account.credential = {
      ...others,
      credentialVersion: others.credentialVersion + 1,
      tokenVersion: tokenVersion + 1,
      isVerified: true,
      linkFloor: links.version,
    };
    this.#table.carryOnProfile(account, event, before);
    return undefined;
  }
}
