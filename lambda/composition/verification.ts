import {
  verificationTokenLifetime,
  verificationTokenSecret,
} from '../../lib/contract/verification.ts';
import { JwtMailedTokens } from '../adapters/jose/mailed-tokens.ts';
import { EMAIL_CHANGE_PURPOSE, VERIFY_PURPOSE } from '../adapters/jose/purposes.ts';
import type { EmailChangeTokens, VerificationTokens } from '../users/verification/tokens.ts';
import type { Runtime } from './runtime.ts';
import { signedTokens } from './secrets.ts';

export function verificationTokens(rt: Runtime): VerificationTokens {
  const tokens = signedTokens(rt, VERIFY_PURPOSE, rt.get(verificationTokenSecret));
  return new JwtMailedTokens(tokens, rt.get(verificationTokenLifetime), ['userId', 'email']);
}

export function emailChangeTokens(rt: Runtime): EmailChangeTokens {
  const tokens = signedTokens(rt, EMAIL_CHANGE_PURPOSE, rt.get(verificationTokenSecret));
  const names = ['userId', 'email', 'newEmail', 'credentialVersion'] as const;
  return new JwtMailedTokens(tokens, rt.get(verificationTokenLifetime), names);
}
