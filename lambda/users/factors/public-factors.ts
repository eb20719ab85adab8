import type { Profile } from '../user.ts';

/** Which second factors a user has, as the user sees it: names are the wire's. */
export interface PublicFactors {
  readonly totp: boolean;
  readonly recovery_codes_left: number;
  readonly passkeys: number;
}

export function publicFactors({ factors }: Profile): PublicFactors {
  const { totp = false, recoveryCodes = 0, passkeys = 0 } = factors ?? {};
  return { totp, recovery_codes_left: recoveryCodes, passkeys };
}
