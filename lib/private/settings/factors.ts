import type { FactorMethod, MfaSettings } from '../../contract/factors.ts';
import type { UsersApiProps } from '../../users-api-props';
import { Found, UsersApiError } from '../errors';

/** Refuses to ask for factors that nobody can enrol. */
export function checkRequiredMfa({ mfa, requireMfa }: UsersApiProps): void {
  if (requireMfa === undefined || mfa?._settings !== undefined) return;
  throw new UsersApiError('requireMfa', {
    got: new Found(`RequireMfa.${requireMfa._requiredOf.toUpperCase()} without a second factor`),
    expected: 'mfa with it',
    fix: "add mfa: Mfa.totp({ issuer: 'Acme Shop' }), or leave requireMfa out",
  });
}

/** The methods by which users can give a second factor. */
export function factorMethodsOf({
  mfa,
}: {
  readonly mfa?: MfaSettings | undefined;
}): readonly FactorMethod[] {
  return mfa === undefined ? [] : ['totp', 'recovery_code'];
}
