import type { FactorMethod, RequiredOf, SecondFactorSettings } from '../../contract/factors.ts';
import type { OAuthClient } from '../../oauth-client';
import type { UsersApiProps } from '../../users-api-props';
import { Found, UsersApiError } from '../errors';

/** Refuses to ask for factors that nobody can enrol. */
export function checkRequiredMfa({ mfa, passkeys, requireMfa }: UsersApiProps): void {
  if (requireMfa === undefined || mfa?._settings !== undefined || passkeys?._given) return;
  throw new UsersApiError('requireMfa', {
    got: new Found(`RequireMfa.${requireMfa._requiredOf.toUpperCase()} without a second factor`),
    expected: 'mfa or passkeys with it',
    fix: "add mfa: Mfa.totp({ issuer: 'Acme Shop' }), or leave requireMfa out",
  });
}

/** Refuses clients whose browsers would have nowhere to go with a login that needs a second factor. */
export function checkMfaUrls(
  factors: SecondFactorSettings | undefined,
  clients: readonly OAuthClient[],
): void {
  const client = factors && clients.find(({ mfaUrl }) => mfaUrl === undefined);
  if (client === undefined) return;
  throw new UsersApiError('OAuthClient.mfaUrl', {
    got: new Found(`none for the client ${JSON.stringify(client.name)} of an API with mfa`),
    expected:
      'the page that asks users for their second factor, as a browser comes from the provider',
    fix: "give it, as in mfaUrl: 'https://app.example.com/second-factor'",
  });
}

/** Which second factors there are; `undefined` where logins take one factor. */
export function secondFactorsOf({
  mfa,
  passkeys,
  requireMfa: requiredOf,
}: {
  readonly mfa?: unknown;
  readonly passkeys?: unknown;
  readonly requireMfa?: RequiredOf | undefined;
}): SecondFactorSettings | undefined {
  // Passkeys are a way in by themselves, and no login asks for one unless it has to.
  if (mfa === undefined && requiredOf === undefined) return undefined;
  const methods: FactorMethod[] = mfa === undefined ? [] : ['totp', 'recovery_code'];
  if (passkeys !== undefined) methods.push('passkey');
  if (methods.length === 0) return undefined;
  return { methods, ...(requiredOf && { requiredOf }) };
}
