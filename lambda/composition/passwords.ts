import {
  bcryptCost,
  passwordMinLength,
  resetTokenLifetime,
  resetTokenSecret,
} from '../../lib/contract/passwords.ts';
import { BcryptPasswordHash } from '../adapters/bcrypt.ts';
import { JwtMailedTokens } from '../adapters/jose/mailed-tokens.ts';
import { RESET_PURPOSE } from '../adapters/jose/purposes.ts';
import type { ResetTokens } from '../users/passwords/mailed-tokens.ts';
import type { PasswordPolicy } from '../users/passwords/password-policy.ts';
import type { Runtime } from './runtime.ts';
import { signedTokens } from './secrets.ts';

export const passwordHash = (rt: Runtime) => new BcryptPasswordHash(rt.get(bcryptCost));

export const passwordPolicy = (rt: Runtime): PasswordPolicy => ({
  minLength: rt.get(passwordMinLength),
});

export function resetTokens(rt: Runtime): ResetTokens {
  const tokens = signedTokens(rt, RESET_PURPOSE, rt.get(resetTokenSecret));
  const names = ['userId', 'email', 'credentialVersion'] as const;
  return new JwtMailedTokens(tokens, rt.get(resetTokenLifetime), names);
}
