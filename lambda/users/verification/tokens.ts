import type { MailedClaims, MailedTokens } from '../passwords/mailed-tokens.ts';

/** Void once the user has another address. */
export type VerificationTokens = MailedTokens<Pick<MailedClaims, 'userId' | 'email'>>;
export type EmailChangeTokens = MailedTokens<MailedClaims>;
