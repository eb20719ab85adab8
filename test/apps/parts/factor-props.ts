import { type EmailCodeOptions, EmailLogin, Mfa, RequireMfa, type TotpOptions } from '../../../lib';
import type { UsersFactorsProps } from '../../../lib/users-factors-props';

const totp: Required<TotpOptions> = { issuer: 'Acme Shop' };
const code: Required<EmailCodeOptions> = { signUp: true };

/** Every prop for second factors and for logins without a password, with every option. */
export const GIVEN_FACTORS: Required<UsersFactorsProps> = {
  mfa: Mfa.totp(totp),
  requireMfa: RequireMfa.SUPERUSERS,
  emailLogin: EmailLogin.code(code),
};

/** The same, with the defaults of all options. */
export const OWN_FACTORS: Required<UsersFactorsProps> = {
  mfa: Mfa.totp(),
  requireMfa: RequireMfa.EVERYONE,
  emailLogin: EmailLogin.code(),
};
