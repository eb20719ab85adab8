import { resetTokenLifetime, resetTokenSecret } from '../../lib/contract/passwords.ts';
import { JwtMailedTokens } from '../adapters/jose/mailed-tokens.ts';
import { RESET_PURPOSE } from '../adapters/jose/purposes.ts';
import type { ResetTokens } from '../users/passwords/mailed-tokens.ts';
import type { Runtime } from './runtime.ts';
import { signedTokens } from './secrets.ts';

export function resetTokens(rt: Runtime): ResetTokens {
  const tokens = signedTokens(rt, RESET_PURPOSE, rt.get(resetTokenSecret));
  const names = ['userId', 'email', 'credentialVersion'] as const;
  return new JwtMailedTokens(tokens, rt.get(resetTokenLifetime), names);
}
