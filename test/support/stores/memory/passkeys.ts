import type { PasskeyUse } from '../../../../lambda/users/passkey-use.ts';
import type { Passkey } from '../../../../lambda/users/passkeys/passkey.ts';
import type {
  PasskeyAddition,
  PasskeyName,
  PasskeyReads,
  PasskeyRemoval,
  PasskeyStore,
} from '../../../../lambda/users/passkeys/passkey-store.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import type { MemoryCalls } from './calls.ts';
import type { MemoryAccount, MemoryTable } from './table.ts';

const keyOf = ({ userId, id }: Pick<Passkey, 'userId' | 'id'>) => `${userId} ${id}`;

export class MemoryPasskeys implements PasskeyStore, PasskeyReads {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  findPasskey(of: { readonly userId: string; readonly id: string }) {
    this.#table.calls.push('findPasskey');
    return this.#calls.read('findPasskey', () => {
      const passkey = this.#table.passkeys.get(keyOf(of));
      const profile = this.#table.byId.get(of.userId)?.profile;
      return { ...(passkey && { passkey }), ...(profile && { profile }) };
    });
  }

  passkeysOf(userId: string) {
    this.#table.calls.push('passkeysOf');
    return this.#calls.read('passkeysOf', () =>
      [...this.#table.passkeys.values()].filter((passkey) => passkey.userId === userId),
    );
  }

  async addPasskey(addition: PasskeyAddition) {
    this.#table.calls.push('addPasskey');
    const refusal = await this.#calls.transact('addPasskey', () => this.#add(addition));
    return refusal ?? 'added';
  }

  renamePasskey({ name, ...of }: PasskeyName) {
    this.#table.calls.push('renamePasskey');
    return this.#calls.single('renamePasskey', () => {
      const passkey = this.#table.passkeys.get(keyOf(of));
      const renamed = passkey && { ...passkey, name };
      if (renamed) this.#table.passkeys.set(keyOf(of), renamed);
      return renamed;
    });
  }

  async removePasskey(removal: PasskeyRemoval) {
    this.#table.calls.push('removePasskey');
    const refusal = await this.#calls.transact('removePasskey', () => this.#remove(removal));
    return refusal ?? 'removed';
  }

  #add({ passkey, before, used, event }: PasskeyAddition) {
    const table = this.#table;
    const account = this.#asRead(before);
    if (account === undefined) return 'stale' as const;
    if (!table.conditions.isUnused(table.usedChallenges, used.challenge)) return 'used' as const;
    if (table.passkeys.has(keyOf(passkey))) return 'taken' as const;
    table.usedChallenges.add(used.challenge);
    table.passkeys.set(keyOf(passkey), passkey);
    count(account, 1);
    table.carryOnProfile(account, event);
    return undefined;
  }

  #remove({ passkey, before, event }: PasskeyRemoval) {
    const table = this.#table;
    const account = this.#asRead(before);
    if (account === undefined || !table.passkeys.delete(keyOf(passkey))) return 'stale' as const;
    count(account, -1);
    table.carryOnProfile(account, event);
    return undefined;
  }

  #asRead(before: Profile): MemoryAccount | undefined {
    const account = this.#table.byId.get(before.user.id);
    return account && this.#table.conditions.isCurrent(account.profile, before)
      ? account
      : undefined;
  }
}

/** Another number of passkeys, on profile and credential. */
function count(account: MemoryAccount, difference: 1 | -1): void {
  const { factors: before, ...profile } = account.profile;
  const { factors: _, ...credential } = account.credential;
  const { totp = false, passkeys = 0, recoveryCodes = 0 } = before ?? {};
  const after = { totp, passkeys: passkeys + difference, recoveryCodes };
  const factors = (totp || after.passkeys > 0 || recoveryCodes > 0) && { factors: after };
  account.profile = { ...profile, version: profile.version + 1, ...factors };
  account.credential = { ...credential, ...factors };
}

/** The passkey of a use; `undefined` where its challenge was used, and where it is gone or has counted further. */
export function usablePasskey(table: MemoryTable, use: PasskeyUse): Passkey | undefined {
  const { challenge, signCount } = use;
  const passkey = table.passkeys.get(keyOf(use));
  if (!table.conditions.isUnused(table.usedChallenges, challenge)) return undefined;
  const { signCount: before = 0 } = passkey ?? {};
  const isFurther = signCount === 0 ? before === 0 : before < signCount;
  return isFurther ? passkey : undefined;
}

/** Notes a use, whose challenge is used up. */
export function usePasskey(table: MemoryTable, passkey: Passkey, use: PasskeyUse): void {
  const { challenge, signCount, backedUp, at } = use;
  table.usedChallenges.add(challenge);
  table.passkeys.set(keyOf(use), { ...passkey, signCount, backedUp, last_used_at: at });
}
