import { JwtEmailAttempts } from '../../../lambda/adapters/jose/email-attempts.ts';
import { emailAttemptPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { EmailAttempts } from '../../../lambda/users/email-login/email-attempts.ts';
import type { CodeRequest, EmailCodes } from '../../../lambda/users/email-login/email-codes.ts';
import { CODE_LIFETIME } from '../../../lib/contract/email-login.ts';
import { TestKeys } from '../../support/domain/keys.ts';
import { PlainTokens } from './plain-tokens.ts';

const codeOf = ({ id }: CodeRequest) => `code ${id}`;

/** Codes that name their requests: nobody in a program guesses one. */
export const plainEmailCodes: EmailCodes = {
  issue: async (request) => ({ code: codeOf(request), token: `token ${request.id}` }),
  isCodeOf: async (request, text) => text === codeOf(request),
};

/** The request that a code is of. */
export const requestOf = (code: string): string => code.slice('code '.length);

/** Attempts to sign in by mail, by their backends. */
export function emailAttemptsOf(clock: Clock): (backend: string) => EmailAttempts {
  const keys = new TestKeys();
  return (backend) =>
    new JwtEmailAttempts(
      new PlainTokens(emailAttemptPurpose(backend), keys, clock),
      clock,
      CODE_LIFETIME,
    );
}
