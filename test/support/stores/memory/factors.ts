import type {
  FactorRefusal,
  FactorRemoval,
  FactorStore,
  RecoveryCodeReplacement,
  TotpConfirmation,
} from '../../../../lambda/users/factors/factor-store.ts';
import type { FactorUse, TotpUse } from '../../../../lambda/users/factors/factor-use.ts';
import type { PendingTotp } from '../../../../lambda/users/factors/stored-totp.ts';
import type { Counter } from '../../../../lambda/users/limits/counter.ts';
import type { Factors, Profile } from '../../../../lambda/users/user.ts';
import { areUnlocked, watchedIn } from './attempts.ts';
import type { MemoryCalls } from './calls.ts';
import type { MemoryAccount, MemoryTable } from './table.ts';

export class MemoryFactors implements FactorStore {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  storedFactors(
    { userId, email }: { readonly userId: string; readonly email?: string },
    counters: readonly Counter[],
  ) {
    this.#table.calls.push('storedFactors');
    return this.#calls.read('storedFactors', () => {
      const { passwordHash: _, ...credential } = this.#table.byEmail(email)?.credential ?? {};
      return {
        credential: 'userId' in credential ? credential : undefined,
        totp: this.#table.totp.get(userId),
        watched: watchedIn(this.#table, counters),
      };
    });
  }

  recoveryCodes(userId: string): Promise<readonly string[]> {
    this.#table.calls.push('recoveryCodes');
    return this.#calls.read('recoveryCodes', () => this.#codesOf(userId));
  }

  #codesOf(userId: string): readonly string[] {
    return [...this.#table.recoveryCodes.keys()]
      .filter((code) => code.startsWith(`${userId} `))
      .map((code) => code.slice(userId.length + 1))
      .toSorted();
  }

  pendingTotp(userId: string, counters: readonly Counter[]) {
    this.#table.calls.push('pendingTotp');
    return this.#calls.read('pendingTotp', () => ({
      pending: this.#table.pendingTotp.get(userId),
      watched: watchedIn(this.#table, counters),
    }));
  }

  async enrolTotp(
    userId: string,
    { sealed, expiresAt }: PendingTotp & { readonly createdAt: Date },
  ) {
    this.#table.calls.push('enrolTotp');
    const refusal = await this.#calls.transact('enrolTotp', () => {
      if (!this.#table.byId.has(userId)) return 'gone' as const;
      this.#table.pendingTotp.set(userId, { sealed, expiresAt });
      return undefined;
    });
    return refusal ?? 'enrolled';
  }

  async confirmTotp(confirmation: TotpConfirmation): Promise<'confirmed' | FactorRefusal> {
    this.#table.calls.push('confirmTotp');
    const refusal = await this.#calls.transact('confirmTotp', () => this.#confirm(confirmation));
    return refusal ?? 'confirmed';
  }

  async removeFactors(removal: FactorRemoval): Promise<'removed' | FactorRefusal> {
    this.#table.calls.push('removeFactors');
    const refusal = await this.#calls.transact('removeFactors', () => this.#remove(removal));
    return refusal ?? 'removed';
  }

  async replaceRecoveryCodes(
    replacement: RecoveryCodeReplacement,
  ): Promise<'replaced' | FactorRefusal> {
    this.#table.calls.push('replaceRecoveryCodes');
    const refusal = await this.#calls.transact('replaceRecoveryCodes', () =>
      this.#replace(replacement),
    );
    return refusal ?? 'replaced';
  }

  useUp(use: TotpUse): Promise<void> {
    this.#table.calls.push('useUp');
    return this.#calls.single('useUp', () => {
      if (isUsable(this.#table, use)) useStep(this.#table, use);
    });
  }

  #confirm({ before, pending, step, recoveryCodes, unlessLocked, event }: TotpConfirmation) {
    const table = this.#table;
    const { id } = before.user;
    if (!areUnlocked(table, unlessLocked)) return 'locked' as const;
    const account = asRead(table, before);
    if (account === undefined) return 'stale' as const;
    if (table.pendingTotp.get(id)?.sealed !== pending.sealed) return 'used' as const;
    if (table.totp.has(id)) return 'used' as const;
    table.pendingTotp.delete(id);
    table.totp.set(id, { sealed: pending.sealed, lastStep: step });
    for (const code of recoveryCodes) table.recoveryCodes.add(`${id} ${code}`);
    setFactors(account, { totp: true, recoveryCodes: recoveryCodes.length });
    table.carryOnProfile(account, event);
    return undefined;
  }

  #remove({ before, recoveryCodes, given, event }: FactorRemoval) {
    const table = this.#table;
    const { id } = before.user;
    if (!areUnlocked(table, given?.unlessLocked)) return 'locked' as const;
    const account = asRead(table, before);
    if (account === undefined) return 'stale' as const;
    if (given && !isUsable(table, given.use)) return 'used' as const;
    table.totp.delete(id);
    for (const code of recoveryCodes) table.recoveryCodes.delete(`${id} ${code}`);
    setFactors(account, { totp: false, recoveryCodes: 0 });
    table.carryOnProfile(account, event);
    return undefined;
  }

  #replace({ before, recoveryCodes, replacedBy, given, event }: RecoveryCodeReplacement) {
    const table = this.#table;
    const { id } = before.user;
    const { use } = given;
    if (!areUnlocked(table, given.unlessLocked)) return 'locked' as const;
    const account = asRead(table, before);
    if (account === undefined) return 'stale' as const;
    if (!isUsable(table, use)) return 'used' as const;
    if (use.method === 'totp') useStep(table, use);
    for (const code of recoveryCodes) table.recoveryCodes.delete(`${id} ${code}`);
    for (const code of replacedBy) table.recoveryCodes.add(`${id} ${code}`);
    setFactors(account, { recoveryCodes: replacedBy.length });
    table.carryOnProfile(account, event);
    return undefined;
  }
}

/** The user, if the profile is as it was read. */
function asRead(table: MemoryTable, before: Profile): MemoryAccount | undefined {
  const account = table.byId.get(before.user.id);
  return account && table.conditions.isCurrent(account.profile, before) ? account : undefined;
}

/** Whether what the credential says of recovery codes is as it was when one was compared. */
export function isLeftAsRead(
  { conditions }: MemoryTable,
  { credential }: MemoryAccount,
  use: FactorUse,
): boolean {
  return use.method === 'totp' || conditions.isLeftAsRead(credential, use);
}

/** Whether a code that was right still is. */
export function isUsable(
  { totp, recoveryCodes, conditions }: MemoryTable,
  use: FactorUse,
): boolean {
  const stored = totp.get(use.userId);
  if (use.method === 'totp') return conditions.isUnusedStep(stored, use);
  return (
    stored?.sealed === use.sealed &&
    conditions.isUnusedCode(recoveryCodes, `${use.userId} ${use.hash}`)
  );
}

/** A code of a login. */
export function useCode(table: MemoryTable, account: MemoryAccount, use: FactorUse): void {
  if (use.method === 'totp') {
    useStep(table, use);
    return;
  }
  const { userId, hash, resealed, codesLeft } = use;
  table.recoveryCodes.delete(`${userId} ${hash}`);
  const stored = table.totp.get(userId);
  if (stored && resealed !== undefined) table.totp.set(userId, { ...stored, sealed: resealed });
  setFactors(account, { recoveryCodes: codesLeft });
}

function useStep({ totp }: MemoryTable, { userId, sealed, resealed = sealed, step }: TotpUse) {
  const stored = totp.get(userId);
  if (stored) totp.set(userId, { ...stored, sealed: resealed, lastStep: step });
}

/** Profile and credential change together, and the profile is another version. */
function setFactors(account: MemoryAccount, changes: Partial<Factors>): void {
  const { factors: before, ...profile } = account.profile;
  const { factors: _, ...credential } = account.credential;
  const after = { totp: false, passkeys: 0, recoveryCodes: 0, ...before, ...changes };
  const hasAny = after.totp || after.passkeys > 0 || after.recoveryCodes > 0;
  const factors = hasAny ? { factors: after } : {};
  account.profile = { ...profile, version: profile.version + 1, ...factors };
  account.credential = { ...credential, ...factors };
}
