import { mfaTokenSecretArn, secondFactors as settings } from '../../lib/contract/factors.ts';
import { JwtBegunLogins } from '../adapters/jose/begun-logins.ts';
import { mfaPurpose } from '../adapters/jose/purposes.ts';
import type { Backend } from '../auth/backend.ts';
import type { BegunLogins, SecondFactors } from '../users/login/second-factors.ts';
import type { Runtime } from './runtime.ts';
import { signedTokens } from './secrets.ts';

/** Of one backend; absent where logins take one factor. */
export function begunLogins(rt: Runtime, { name }: Backend): BegunLogins | undefined {
  const secretArn = rt.get(mfaTokenSecretArn);
  if (secretArn === undefined) return undefined;
  return new JwtBegunLogins(signedTokens(rt, mfaPurpose(name), secretArn), rt.clock);
}

/** What signing in by one backend knows of second factors. */
export function secondFactors(rt: Runtime, backend: Backend): SecondFactors | undefined {
  const begun = begunLogins(rt, backend);
  const taken = rt.get(settings);
  return begun && taken && { begun, ...taken };
}
