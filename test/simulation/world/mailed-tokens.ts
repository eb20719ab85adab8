import { JwtMailedTokens } from '../../../lambda/adapters/jose/mailed-tokens.ts';
import { JwtOAuthAttempts } from '../../../lambda/adapters/jose/oauth-attempts.ts';
import {
  EMAIL_CHANGE_PURPOSE,
  oauthPurpose,
  RESET_PURPOSE,
  VERIFY_PURPOSE,
} from '../../../lambda/adapters/jose/purposes.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { ResetTokens } from '../../../lambda/users/passwords/mailed-tokens.ts';
import type {
  EmailChangeTokens,
  VerificationTokens,
} from '../../../lambda/users/verification/tokens.ts';
import { TestKeys } from '../../support/domain/keys.ts';
import { PlainTokens } from './plain-tokens.ts';

const LIFETIME = 3600;

/** Tokens that are mailed, and those that a browser takes to a provider and back, of one secret. */
export function mailedTokensOf(clock: Clock) {
  const keys = new TestKeys();
  const reset: ResetTokens = new JwtMailedTokens(
    new PlainTokens(RESET_PURPOSE, keys, clock),
    LIFETIME,
    ['userId', 'email', 'credentialVersion'],
  );
  const verify: VerificationTokens = new JwtMailedTokens(
    new PlainTokens(VERIFY_PURPOSE, keys, clock),
    LIFETIME,
    ['userId', 'email'],
  );
  const emailChange: EmailChangeTokens = new JwtMailedTokens(
    new PlainTokens(EMAIL_CHANGE_PURPOSE, keys, clock),
    LIFETIME,
    ['userId', 'email', 'newEmail', 'credentialVersion'],
  );
  const attempts = new JwtOAuthAttempts(
    new PlainTokens(oauthPurpose('login', 'provider'), keys, clock),
    clock,
    600,
  );
  return { keys, reset, verify, emailChange, attempts };
}
