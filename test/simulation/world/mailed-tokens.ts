import { JwtOAuthAttempts } from '../../../lambda/adapters/jose/oauth-attempts.ts';
import { oauthPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import {
  emailChangeTokens,
  resetTokens,
  TestKeys,
  verificationTokens,
} from '../../support/domain/keys.ts';
import { PlainTokens } from './plain-tokens.ts';

/** Tokens that are mailed, and those that a browser takes to a provider and back, of one secret. */
export function mailedTokensOf(clock: Clock) {
  const keys = new TestKeys();
  const login = new PlainTokens(oauthPurpose('login', 'provider'), keys, clock);
  return {
    keys,
    reset: resetTokens(clock, keys, PlainTokens),
    verify: verificationTokens(clock, keys, PlainTokens),
    emailChange: emailChangeTokens(clock, keys, PlainTokens),
    attempts: new JwtOAuthAttempts(login, clock, 600),
  };
}
