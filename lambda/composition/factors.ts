import { mfaIssuer, mfaSecretArn } from '../../lib/contract/factors.ts';
import { apiUrl } from '../../lib/contract/places.ts';
import { OtpauthEnrolments, otpauthCodes } from '../adapters/otpauth/totp-codes.ts';
import { AesGcmSealing } from '../adapters/sealing/aes-gcm-sealing.ts';
import type { CodeGuessDeps } from '../users/factors/code-guess.ts';
import type { Sealing } from '../users/factors/sealing.ts';
import type { TotpEnrolments } from '../users/factors/totp-codes.ts';
import { guessing } from './limits.ts';
import type { Runtime } from './runtime.ts';
import { secretKeys } from './secrets.ts';
import { factorStore } from './stores/factor-store.ts';

/** What seals the secrets of authenticator apps. */
export function sealing(rt: Runtime): Sealing {
  const secretArn = rt.get(mfaSecretArn);
  if (secretArn === undefined) throw new Error('there is nothing to seal second factors with');
  return new AesGcmSealing(secretKeys(rt, secretArn), rt.randomness);
}

/** What makes and confirms the secrets of authenticator apps. */
export function enrolments(rt: Runtime): TotpEnrolments {
  return new OtpauthEnrolments(rt.get(mfaIssuer) ?? new URL(rt.get(apiUrl)).host);
}

/** What compares codes, counts wrong ones and uses right ones up. */
export const codeGuessing = (rt: Runtime) =>
  ({
    factors: factorStore(rt),
    sealing: sealing(rt),
    totpCodes: otpauthCodes,
    ...guessing(rt),
  }) satisfies CodeGuessDeps;
