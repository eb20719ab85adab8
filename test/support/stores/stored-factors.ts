import type { NewEvent } from '../../../lambda/users/events/event.ts';
import type { RightCode } from '../../../lambda/users/factors/code-guess.ts';
import type {
  FactorUse,
  RecoveryCodeUse,
  TotpUse,
} from '../../../lambda/users/factors/factor-use.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { BEGUN, SECONDS } from './stored-sessions.ts';
import type { Stores } from './stores.ts';

/** What waits for its first code. */
export const PENDING = { sealed: 'sealed', createdAt: BEGUN, expiresAt: SECONDS + 600 };
export const FIRST_STEP = 100;

/** Hashes, in the order of a query. */
export const CODES = Array.from({ length: 10 }, (_, index) => `hash-${index}`);
export const NEW_CODES = CODES.map((code) => `new-${code}`);

export const totpUse = (userId: string, changes: Partial<TotpUse> = {}): TotpUse => ({
  ...{ method: 'totp', userId, sealed: PENDING.sealed, step: FIRST_STEP + 1 },
  ...changes,
});

export const recoveryCodeUse = (
  userId: string,
  changes: Partial<RecoveryCodeUse> = {},
): RecoveryCodeUse => ({
  ...{ method: 'recovery_code', userId, sealed: PENDING.sealed, hash: 'hash-3', codesLeft: 9 },
  ...changes,
});

/** A code that was right, and no counter that would have to be open. */
export const given = (use: FactorUse): RightCode => ({
  use,
  secret: Buffer.alloc(20),
  unlessLocked: [],
});

/** Puts an authenticator app in force, with ten recovery codes. */
export async function enrolled(store: Stores, before: Profile, event: NewEvent): Promise<string> {
  await store.enrolTotp(before.user.id, PENDING);
  return store.confirmTotp({
    ...{ before, pending: PENDING, step: FIRST_STEP, recoveryCodes: CODES, event },
    unlessLocked: [],
  });
}
