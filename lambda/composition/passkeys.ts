import { passkeys, type ServedPasskeys } from '../../lib/contract/passkey-settings.ts';
import {
  JwtLoginChallenges,
  JwtRegistrationChallenges,
} from '../adapters/jose/passkey-challenges.ts';
import { PASSKEY_CREATION_PURPOSE, passkeyLoginPurpose } from '../adapters/jose/purposes.ts';
import type { Backend } from '../auth/backend.ts';
import type { LoginChallenges, RegistrationChallenges } from '../users/passkeys/challenges.ts';
import type { Runtime } from './runtime.ts';
import { signedTokens } from './secrets.ts';

/** Of a function that is only there with passkeys. */
export function passkeySettings(rt: Runtime): ServedPasskeys {
  const settings = rt.get(passkeys);
  if (settings === undefined) throw new Error('the environment has no PASSKEYS');
  return settings;
}

/** Challenges of logins at one backend. */
export function loginChallenges(rt: Runtime, { name }: Backend): LoginChallenges {
  const { challengeSecretArn } = passkeySettings(rt);
  const tokens = signedTokens(rt, passkeyLoginPurpose(name), challengeSecretArn);
  return new JwtLoginChallenges(tokens, rt.clock);
}

export function creationChallenges(rt: Runtime): RegistrationChallenges {
  const { challengeSecretArn } = passkeySettings(rt);
  const tokens = signedTokens(rt, PASSKEY_CREATION_PURPOSE, challengeSecretArn);
  return new JwtRegistrationChallenges(tokens, rt.clock);
}
