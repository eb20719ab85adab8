import type { Clock } from '../clock.ts';
import { hashedRecoveryCode } from './recovery-codes.ts';
import type { Sealing } from './sealing.ts';
import type { StoredTotp } from './stored-totp.ts';
import type { TotpCodes } from './totp-codes.ts';

/** A code that a user gives. */
export interface GivenCode {
  readonly method: 'totp' | 'recovery_code';
  readonly code: string;
}

interface Use {
  readonly userId: string;
  /** The secret as read: there is no other in its place. */
  readonly sealed: string;
  /** The same under the current key, where that is to be stored. */
  readonly resealed?: string;
}

/** A code of an app that is right, and of a later step than any that was used. */
export interface TotpUse extends Use {
  readonly method: 'totp';
  readonly step: number;
}

/** A recovery code that is right. */
export interface RecoveryCodeUse extends Use {
  readonly method: 'recovery_code';
  readonly hash: string;
  /** After this one. */
  readonly codesLeft: number;
}

/** A code that was right when it was compared; the write that uses it sees whether it still is. */
export type FactorUse = TotpUse | RecoveryCodeUse;

export interface CodeDeps {
  readonly sealing: Sealing;
  readonly totpCodes: TotpCodes;
  readonly clock: Clock;
}

/** What codes are compared with. */
export interface ComparedFactors {
  readonly totp: StoredTotp | undefined;
  /** Hashes. */
  readonly recoveryCodes: readonly string[];
  /** How many are left; absent where none is. */
  readonly codesLeft: number | undefined;
}

/** A code that is right, and the secret that it was compared with. */
export interface RightUse {
  readonly use: FactorUse;
  readonly secret: Uint8Array;
}

/** The use of a code; `undefined` for one that is wrong, and for one of a step that was used. */
export async function useOf(
  { sealing, totpCodes, clock }: CodeDeps,
  userId: string,
  { totp, recoveryCodes, codesLeft: before = 0 }: ComparedFactors,
  { method, code }: GivenCode,
): Promise<RightUse | undefined> {
  if (totp === undefined) return undefined;
  const { sealed, lastStep } = totp;
  const { secret, isOutdated } = await sealing.open(sealed, userId);
  const resealed = isOutdated ? { resealed: await sealing.seal(secret, userId) } : {};
  switch (method) {
    case 'totp': {
      const step = totpCodes.stepOf(secret, code, clock.now());
      if (step === undefined || step <= lastStep) return undefined;
      return { use: { method, userId, sealed, ...resealed, step }, secret };
    }
    case 'recovery_code': {
      const hash = hashedRecoveryCode(secret, code);
      if (hash === undefined || !recoveryCodes.includes(hash)) return undefined;
      const codesLeft = before - 1;
      return { use: { method, userId, sealed, ...resealed, hash, codesLeft }, secret };
    }
  }
}
